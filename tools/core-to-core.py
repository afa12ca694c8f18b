#!/usr/bin/env python3
"""Derives the lines' costs of the measured machines (cost models such as knl-7210) from the matrices of
github.com/nviennot/core-to-core-latency at 96a943ac, folder results (MIT licence):

    tools/core-to-core.py FOLDER_OF_THE_MATRICES

A matrix has, in nanoseconds, half the round trip of one cache line between each two hardware threads, by compare-and-set. It does not
say which of them share what. That is derived here: for each level a rule says which threads are near (by number), and the numbers are
asked whether the rule is right: threads that are near by the rule must be nearer than the others by the median. Prints the median of each
level, its least and greatest value, and cycles by the nominal clock.
"""
import sys
from statistics import median

# name: (file, MHz, [(distance, rule)]), nearest first; a pair has the first distance whose rule puts both in one group.
MACHINES = {
    "knl-7210": ("Intel_R__Xeon_Phi_TM__CPU_7210___1.30GHz.csv", 1300,
                 [("same-l2", lambda i: i // 2), ("same-numa-node", lambda i: 0)]),
    "m1pro": ("Apple_M1_Pro.csv", 3200,
              [("same-l2", lambda i: [0, 0, 1, 1, 1, 2, 2, 2][i]), ("same-numa-node", lambda i: 0)]),
    "kunpeng920": ("HiSilicon_Kunpeng_920-6426___2.6GHz.csv", 2600,
                   [("same-l2", lambda i: i // 4), ("same-numa-node", lambda i: i // 32), ("same-package", lambda i: 0)]),
    "graviton3": ("AWS_Graviton3.csv", 2600, [("same-numa-node", lambda i: 0)]),
    "zen3-5950x": ("AMD_Ryzen_9_5950X___3.40_GHz.csv", 3400,
                   [("same-l2", lambda i: i % 16), ("same-numa-node", lambda i: i % 16 // 8), ("same-package", lambda i: 0)]),
    "2x-epyc-7742": ("Dual_AMD_EPYC_7742_64-Core_Processor.csv", 2250,
                     [("same-l2", lambda i: i % 128), ("same-numa-node", lambda i: i % 128 // 4),
                      ("same-package", lambda i: i % 128 // 64), ("other-package", lambda i: 0)]),
    "epyc-7r13": ("AMD_EPYC_7R13_48-Core_Processor.csv", 2650,
                  [("same-l2", lambda i: i % 96), ("same-numa-node", lambda i: i % 96 // 8),
                   ("same-package", lambda i: i % 96 // 48), ("other-package", lambda i: 0)]),
    "xeon-8275cl": ("Intel_R__Xeon_R__Platinum_8275CL_CPU___3.00GHz.csv", 3000,
                    [("same-l2", lambda i: i % 48), ("same-numa-node", lambda i: i % 48 // 24), ("other-package", lambda i: 0)]),
    "xeon-8375c": ("Intel_R__Xeon_R__Platinum_8375C_CPU___2.90GHz.csv", 2900,
                   [("same-l2", lambda i: i % 64), ("same-numa-node", lambda i: i % 64 // 32), ("other-package", lambda i: 0)]),
    "xeon-2680v4": ("Dual_Intel_R__Xeon_R__CPU_E5-2680_v4___2.40GHz.csv", 2400,
                    [("same-l2", lambda i: i % 28), ("same-numa-node", lambda i: i % 28 // 14), ("other-package", lambda i: 0)]),
    "sparc-t4": ("Dual_Sun-Oracle_SPARC_T4_8_cores_2.85_GHz.csv", 2850,
                 [("same-numa-node", lambda i: i // 8), ("other-package", lambda i: 0)]),
    "power7": ("Dual_IBM_Power7_8_cores_3.3_GHz_2010-Q1.csv", 3300,
               [("same-numa-node", lambda i: i // 8), ("other-package", lambda i: 0)]),
}


def pairs(path):
    with open(path) as lines:
        rows = [line.rstrip("\n").split(",") for line in lines]
    for i, row in enumerate(rows):
        for j in range(i):
            both = [float(text) for text in (row[j], rows[j][i]) if text.strip()]
            if both:
                yield i, j, sum(both) / len(both)


def level(rules, i, j):
    return next(distance for distance, rule in rules if rule(i) == rule(j))


def main(folder):
    for name, (file, mhz, rules) in MACHINES.items():
        nanos = {distance: [] for distance, _ in rules}
        for i, j, value in pairs(f"{folder}/{file}"):
            nanos[level(rules, i, j)].append(value)
        print(f"{name}: {file}, {mhz} MHz")
        before = 0
        for distance, values in nanos.items():
            middle = median(values)
            print(f"    {distance:15} {middle:6.1f} ns ({min(values):.1f} to {max(values):.1f}, {len(values)} pairs)"
                  f" = {middle * mhz / 1000:.0f} cycles" + ("  NOT FARTHER than the one before" if middle <= before else ""))
            before = middle


if __name__ == "__main__":
    main(sys.argv[1])
