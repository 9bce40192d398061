"""What was measured on, and how much of it somebody else used meanwhile."""

import os
import platform
import re
import resource
import time
from pathlib import Path


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
