"""What was measured on, and how much of it somebody else used meanwhile."""

import bisect
import os
import platform
import re
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Self

QUIET_WINDOW = 1.2  # the slowdown of a stretch of time that counts as quiet


def describe() -> dict[str, object]:
    info = Path("/proc/cpuinfo")
    text = info.read_text("utf-8") if info.exists() else ""

    def field(name: str) -> str:
        found = re.search(rf"^{name}\s*:\s*(.*)$", text, re.MULTILINE)
        return found.group(1) if found else "unknown"

    flags = field("flags").split()
    vectors = next((v for v in ("avx512f", "avx2", "avx") if v in flags), "unknown")
    return {
        "processor": field("model name"),
        "family": f"{field('vendor_id')} family {field('cpu family')} model {field('model')}",
        "vectors": vectors,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
    }


class ForeignLoad:
    """The share of the machine's processors that others used since this object was made; Linux only."""

    def __init__(self) -> None:
        self._begin = self._busy(), self._own(), time.monotonic()

    def share(self) -> float:
        busy, own, since = self._begin
        elapsed = (time.monotonic() - since) * (os.cpu_count() or 1)
        return max(0.0, (self._busy() - busy - (self._own() - own)) / elapsed)

    @staticmethod
    def _busy() -> float:
        stat = Path("/proc/stat")
        if not stat.exists():
            return 0.0
        user, nice, system, _, _, irq, softirq, steal = (int(n) for n in stat.read_text().split()[1:9])
        return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")

    @staticmethod
    def _own() -> float:
        return sum(
            usage.ru_utime + usage.ru_stime
            for usage in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
        )


class Probes:
    """How much slower than at their best the processors are, from moment to moment; Linux only.

    A processor of a virtual machine is often one of the two threads of a core. While somebody in another machine
    uses the other thread, which nothing here tells, everything takes 1.7 times as long.
    """

    CALIBRATION = 5.0  # seconds
    AROUND = 0.03  # seconds: probes so near to a window count for it

    def __init__(self) -> None:
        self._programs: list[subprocess.Popen[str]] = []
        self._processors: list[Processor] = []

    def __enter__(self) -> Self:
        if hasattr(os, "sched_getaffinity"):
            for processor in sorted(os.sched_getaffinity(0)):
                command = [sys.executable, str(Path(__file__).with_name("probe.py")), str(processor)]
                program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
                self._programs.append(program)
                self._processors.append(Processor())
                threading.Thread(target=self._processors[-1].read, args=(program,), daemon=True).start()
            time.sleep(self.CALIBRATION)
        return self

    def __exit__(self, *_: object) -> None:
        for program in self._programs:
            program.kill()

    def slowdown(self, began: float, ended: float) -> float:
        """The mean over a stretch of time and all processors; 1 is none."""
        means = [processor.slowdown(began - self.AROUND, ended + self.AROUND) for processor in self._processors]
        known = [mean for mean in means if mean]
        return sum(known) / len(known) if known else 1.0

    def wait(self, slowdown: float, at_most: float = 8.0) -> None:
        """Until nobody has slowed the processors down for a second, or for so many seconds."""
        start = time.time()
        while time.time() - start < at_most and self.slowdown(time.time() - 1, time.time()) > slowdown:
            time.sleep(0.2)


class Processor:
    """What a probe told, in the order of time."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._took: list[float] = []
        self._sorted: list[float] = []

    def read(self, program: subprocess.Popen[str]) -> None:
        for line in program.stdout or ():
            at, took = map(float, line.split())
            bisect.insort(self._sorted, took)
            self._took.append(took)
            self._times.append(at)  # last: a reader that finds the time finds the rest

    def slowdown(self, began: float, ended: float) -> float:
        """The mean over a stretch of time; 0 where nothing was told."""
        near = self._took[bisect.bisect_left(self._times, began) : bisect.bisect_right(self._times, ended)]
        best = self._sorted[len(self._sorted) // 50] if near else 1.0  # one in fifty is faster
        return sum(near) / len(near) / best if near else 0.0
