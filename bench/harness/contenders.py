"""Who takes part: how each is started, and whether it is installed."""

import json
import os
import subprocess
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.machine import QUIET_WINDOW, Probes

PEAK_TRIES = 5

# Seconds: what a small network's step calls once is compiled after thousands of steps, and then takes a processor.
JVM_WARM_UP = 10
PEERS = Path(os.environ.get("SLUICE_BENCH_PEERS", Path.home() / ".cache" / "sluice-bench"))
DEBIAN_PYTHON = Path("/usr/bin/python3")

# Memory that was freed is kept: PyTorch asks for the same sizes again in every step.
KEPT_MEMORY = {
    "GLIBC_TUNABLES": "glibc.malloc.mmap_threshold=33554432"
    ":glibc.malloc.trim_threshold=4294967296:glibc.malloc.top_pad=268435456"
}


class ContenderFailed(Exception):
    """Its message says how."""


@dataclass(frozen=True)
class Contender:
    """
    :param command: what starts it; the arguments of a measurement follow
    :param module: that the interpreter must have; none for those of the JVM
    :param warm_up: seconds before a measurement; a JVM takes up to four times as many until its compilers rest
    :param omits: workloads that would take many minutes
    :param texts: the program, in place of the one in the command, for workloads of texts; none takes no part in them
    """

    name: str
    title: str
    command: list[str]
    module: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    warm_up: float = 0.3
    omits: tuple[str, ...] = ()
    texts: str = ""

    def on_texts(self) -> "Contender":
        command = [str(Path(part).with_name(self.texts)) if part.endswith("_peer.py") else part for part in self.command]
        return replace(self, command=command)

    def is_installed(self) -> bool:
        if not self.module:
            return True
        python = self.command[0]
        return Path(python).exists() and self._ask(f"import {self.module}").returncode == 0

    def version(self) -> str:
        if not self.module:
            return ""
        asked = self._ask(f"import {self.module} as m; print(m.__version__)")
        return asked.stdout.strip().splitlines()[-1]

    def run(self, arguments: list[str], seconds: float = 900) -> dict:
        """The JSON object on the last line of its output; ContenderFailed if there is none."""
        try:
            done = subprocess.run(self.command + arguments, env=os.environ | self.environment,
                                  check=False, capture_output=True, text=True, timeout=seconds)
        except subprocess.TimeoutExpired as late:
            raise ContenderFailed(f"took more than {seconds:.0f} s") from late
        if done.returncode != 0:
            raise ContenderFailed(f"failed with exit code {done.returncode}:\n{done.stderr[-2000:]}")
        return json.loads(done.stdout.strip().splitlines()[-1])

    def _ask(self, program: str) -> subprocess.CompletedProcess[str]:
        quiet = {"TF_CPP_MIN_LOG_LEVEL": "3"}
        return subprocess.run([self.command[0], "-c", program], env=os.environ | self.environment | quiet,
                              check=False, capture_output=True, text=True)


def java(home: Path, program: str) -> list[str]:
    """As the launcher starts the product, with the bench's classes in front."""
    executable = Path(os.environ["JAVA_HOME"]) / "bin" / "java" if "JAVA_HOME" in os.environ else "java"
    target = home / "target"
    class_path = os.pathsep.join([str(target / "test-classes"), str(target / "classes"), str(target / "lib" / "*")])
    show = [str(executable), "-XshowSettings:properties", "-version"]
    asked = subprocess.run(show, check=True, capture_output=True, text=True)
    version = next(line.split("=")[1] for line in asked.stderr.splitlines() if "java.specification.version" in line)
    newer = ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
    flags = newer if int(version.strip()) >= 24 else []
    compilers = f"@{home / 'src' / 'launch' / 'networks.args'}"
    started = ["--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC", compilers, "-XX:MaxRAMPercentage=40"]
    return [str(executable), *flags, *started, "-cp", class_path, f"dev.sluice.bench.{program}"]


def every(home: Path) -> list[Contender]:
    jvm = java(home, "ContenderProgram")
    peers = home / "bench" / "peers"

    def peer(python: Path, program: str, variant: str) -> list[str]:
        return [str(python), str(peers / program), variant]

    current = PEERS / "torch" / "bin" / "python"
    one_blas_thread = {"OPENBLAS_NUM_THREADS": "1"}
    large = ("64x200", "64x400")
    return [
        Contender("ours", "Sluice", [*jvm, "ours"], warm_up=JVM_WARM_UP, texts="ContenderProgram"),
        Contender("stock", "stock DL4J", [*jvm, "stock"], warm_up=JVM_WARM_UP, omits=large),
        Contender("stock-1thread", "stock DL4J, one thread", [*jvm, "stock-1thread"],
                  environment={"OMP_NUM_THREADS": "1"}, warm_up=JVM_WARM_UP, omits=large),
        Contender("torch-debian", "PyTorch of Debian", peer(DEBIAN_PYTHON, "torch_peer.py", "shipped"),
                  "torch", omits=large),
        Contender("torch-debian-tuned", "PyTorch of Debian, tuned", peer(DEBIAN_PYTHON, "torch_peer.py", "tuned"),
                  "torch", one_blas_thread),
        Contender("torch", "PyTorch", peer(current, "torch_peer.py", "shipped"), "torch",
                  texts="torch_texts.py"),
        Contender("torch-tuned", "PyTorch, tuned", peer(current, "torch_peer.py", "tuned"), "torch", KEPT_MEMORY,
                  texts="torch_texts.py"),
        Contender("keras", "Keras on TensorFlow", peer(PEERS / "keras" / "bin" / "python", "keras_peer.py", "shipped"),
                  "keras", {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}, warm_up=2, omits=large),
        Contender("onnxruntime", "ONNX Runtime", peer(PEERS / "onnxruntime" / "bin" / "python", "onnx_peer.py", "tuned"),
                  "onnxruntime"),
    ]


DEFAULT = ["ours", "stock", "stock-1thread", "torch-debian-tuned", "torch", "torch-tuned", "onnxruntime"]


def names() -> list[str]:
    return [*DEFAULT, "torch-debian", "keras"]


def choose(home: Path, wanted: list[str]) -> tuple[list[Contender], list[str]]:
    """Those that can run, and the names of those that are not installed."""
    known = {contender.name: contender for contender in every(home)}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise SystemExit(f"bench/run: no contender {', '.join(unknown)}; there are {', '.join(known)}")
    chosen = [known[name] for name in dict.fromkeys(["ours", *wanted])]
    installed = [contender for contender in chosen if contender.is_installed()]
    return installed, [contender.name for contender in chosen if contender not in installed]


def peak_gflops(home: Path, probes: Probes) -> dict[str, float]:
    """Of our tile of registers over numbers in the first cache, with one thread and with all; the best of some tries."""
    tries = []
    for _ in range(PEAK_TRIES):
        probes.wait(QUIET_WINDOW)
        tries.append(Contender("peak", "", java(home, "Peak")).run([]))
    return {threads: max(peak[threads] for peak in tries) for threads in tries[0]}
