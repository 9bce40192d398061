"""Results as tables in Markdown, on the terminal and between the markers of docs/performance.md."""

import re
from itertools import chain
from pathlib import Path
from statistics import median

from harness.contenders import every
from harness.machine import QUIET_WINDOW

FEWEST = 5  # windows of which a median is taken

BEGIN = "<!-- what follows is written by bench/run --publish -->"
END = "<!-- end of what bench/run writes -->"


def write(home: Path, result: dict) -> None:
    page = home / "docs" / "performance.md"
    marked = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    tables = f"{BEGIN}\n\n{text(result, home)}\n{END}"
    old = page.read_text("utf-8")
    if not marked.search(old):
        raise SystemExit(f"bench/run: {page} has not both of the markers {BEGIN} and {END}")
    page.write_text(marked.sub(lambda _: tables, old), "utf-8")


def text(result: dict, home: Path) -> str:
    titles = {c.name: " ".join([c.title, result["versions"].get(c.name, "")]).strip() for c in every(home)}
    parts = [head(result)]
    parts += [
        measure(result, titles, "train_ms", "A training step: forward, loss, backward, Adam"),
        measure(result, titles, "batch_ms", "Predicting a batch"),
        measure(result, titles, "row_ms", "Predicting one row"),
        measure(result, titles, "writing_ms", "Writing 1,000 characters"),
        memory(result, titles),
    ]
    for kind, title in (("configs", "One epoch of configs"), ("imdb", "One epoch of IMDB")):
        if kind in result:
            parts.append(epochs(result[kind], titles, title))
    return "\n".join(part for part in parts if part)


def head(result: dict) -> str:
    machine, peak = result["machine"], result["peak_gflops"]
    absent = f" Not installed: {', '.join(result['absent'])}." if result["absent"] else ""
    shares = [c["foreign_load"] for w in result["workloads"].values() for c in w["contenders"].values()]
    busy = f" Others used at most {max(shares):.0%} of the machine meanwhile." if shares else ""
    return (
        f"Measured on {machine['cores']} cores of {machine['processor']} ({machine['family']}, {machine['vectors']}),"
        f" {machine['system']}; {result['rounds']} processes each.{busy}{absent} Peak of"
        f" {result['peak_of']}: {peak['one_thread']:.0f} GFLOP/s with one thread, {peak['all_threads']:.0f} with all.\n"
    )


def measure(result: dict, titles: dict[str, str], name: str, title: str) -> str:
    """Median and minimum of the windows that count, their spread over the rounds, and the ratio to ours."""
    lines = []
    for workload, measured in result["workloads"].items():
        ours = measured["contenders"].get("ours", {}).get(name)
        for contender, figures in measured["contenders"].items():
            if name not in figures:
                continue
            rounds = counting(figures[name])
            middle, least = median(chain(*rounds)), min(chain(*rounds))
            medians = [median(windows) for windows in rounds]
            ratio = f"{middle / median(chain(*counting(ours))):.2f}" if ours else ""
            share = ""
            if measured["flops"].get(name):
                rate = measured["flops"][name] / (middle / 1e3) / 1e9
                share = f"{rate / result['peak_gflops']['all_threads']:.1%}"
            lines.append(
                f"| {workload} | {titles[contender]} | {number(middle)} | {number(least)} |"
                f" {number(min(medians))} to {number(max(medians))} |"
                f" {sum(map(len, rounds))} of {sum(map(len, figures[name]))} | {ratio} | {share} |"
            )
    if not lines:
        return ""
    columns = "| workload | contender | median, ms | minimum | medians of the rounds | windows | times ours | of peak |"
    return "\n".join([f"### {title}\n", columns, "|---|---|--:|--:|--:|--:|--:|--:|", *lines, ""])


def counting(rounds: list[list[dict[str, float]]]) -> list[list[float]]:
    """Milliseconds of the quiet windows of each round that has any; where that are few, of the quietest."""
    slowdowns = sorted(window["slowdown"] for windows in rounds for window in windows)
    most = max(QUIET_WINDOW, slowdowns[min(FEWEST, len(slowdowns)) - 1])
    chosen = [[window["ms"] for window in windows if window["slowdown"] <= most] for windows in rounds]
    return [windows for windows in chosen if windows]


def memory(result: dict, titles: dict[str, str]) -> str:
    held = [c.get("peak_memory_mb") and name for w in result["workloads"].values() for name, c in w["contenders"].items()]
    names = [name for name in titles if name in held]
    lines = []
    for workload, measured in result["workloads"].items():
        cells = [measured["contenders"].get(name, {}).get("peak_memory_mb") for name in names]
        lines.append(f"| {workload} | " + " | ".join(f"{cell:.0f}" if cell else "" for cell in cells) + " |")
    if not lines:
        return ""
    columns = f"| workload | {' | '.join(titles[name] for name in names)} |"
    return "\n".join(["### Peak memory of training, whole process, MiB\n", columns,
                      "|---|" + "--:|" * len(names), *lines, ""])


def epochs(measured: dict[str, dict[str, list[float]]], titles: dict[str, str], title: str) -> str:
    lines = []
    for data, contenders in measured.items():
        if "ours" not in contenders:
            continue
        ours = median(contenders["ours"])
        for name, seconds in contenders.items():
            middle = median(seconds)
            lines.append(f"| {data} | {titles[name]} | {number(middle)} | {number(min(seconds))} |"
                         f" {number(max(seconds))} | {middle / ours:.2f} |")
    columns = "| data | contender | median, s | minimum | maximum | times ours |"
    return "\n".join([f"### {title}\n", columns, "|---|---|--:|--:|--:|--:|", *lines, ""])


def number(value: float) -> str:
    """Three digits that mean something."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"
