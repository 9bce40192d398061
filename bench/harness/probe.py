"""Tells, 40 times a second until it is ended, how long a short loop takes on one processor.

Argument: the number of the processor. A line of output is the time, in seconds as time.time() has them, and the
processor time of the loop in milliseconds. Takes one percent of the processor.
"""

import os
import sys
import time

PAUSE = 0.025
LENGTH = 6000  # a quarter of a millisecond


def loop() -> float:
    start = time.thread_time_ns()
    number = 1
    for _ in range(LENGTH):
        number = number * 3 % 1000003
    return (time.thread_time_ns() - start) / 1e6


os.sched_setaffinity(0, {int(sys.argv[1])})
starter = os.getppid()
while os.getppid() == starter:  # it is there still
    print(time.time(), loop(), flush=True)
    time.sleep(PAUSE)
