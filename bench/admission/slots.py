#!/usr/bin/env python3
"""Could a list of ten be as good as the best single source for warm items and for cold ones at once?

usage: slots.py TRAIN TEST LISTS WARM COLD

TRAIN and TEST are canonical interactions, LISTS the long lists of one model (`bookrecs evaluate --k 10,300` writes them), WARM and COLD the
NDCG@10 that the best single source has in each slice. Fills the ten places of a list in each of the 1,024 ways to give them to warm
and to cold items (fewer than 5 train users), in the order of the model, and tells what the best of them reach. Standard library only.
"""
import collections
import csv
import gzip
import itertools
import math
import sys

PLACES, COLD_BELOW = 10, 5


def rows(path):
    opened = gzip.open(path, "rt", encoding="utf-8", newline="") if path.endswith(".gz") else open(path, encoding="utf-8", newline="")
    with opened as text:
        yield from csv.DictReader(text)


def main():
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    train, test, lists = sys.argv[1:4]
    aims = [float(aim) for aim in sys.argv[4:]]
    history, users = collections.defaultdict(set), collections.Counter()
    for row in rows(train):
        if row["item_id"] not in history[row["user_id"]]:
            history[row["user_id"]].add(row["item_id"])
            users[row["item_id"]] += 1
    relevant = collections.defaultdict(set)
    for row in rows(test):
        relevant[row["user_id"]].add(row["item_id"])
    # Of each user the first ten warm items and the first ten cold ones.
    best = collections.defaultdict(lambda: ([], []))
    for row in rows(lists):
        slots = best[row["user_id"]][users[row["item_id"]] < COLD_BELOW]
        if len(slots) < PLACES:
            slots.append(row["item_id"])

    discounts = [1 / math.log2(place + 2) for place in range(PLACES)]
    ideal = [0.0, *itertools.accumulate(discounts)]
    counts = [0, 0]
    # What the n-th warm or cold item of all users adds to the slice, and to the whole, at a place whose discount is 1.
    of_slice, overall = [[0.0] * PLACES for _ in aims], [[0.0] * PLACES for _ in aims]
    for user, items in relevant.items():
        for is_cold in (0, 1):
            wanted = {item for item in items if (users[item] < COLD_BELOW) == is_cold}
            if not wanted:
                continue
            counts[is_cold] += 1
            for place, item in enumerate(best[user][is_cold]):
                if item in wanted and item not in history[user]:
                    of_slice[is_cold][place] += 1 / ideal[min(PLACES, len(wanted))]
                    overall[is_cold][place] += 1 / ideal[min(PLACES, len(items))]

    reached = []
    for pattern in itertools.product((0, 1), repeat=PLACES):
        used, slices, whole = [0, 0], [0.0, 0.0], 0.0
        for discount, is_cold in zip(discounts, pattern):
            slices[is_cold] += discount * of_slice[is_cold][used[is_cold]]
            whole += discount * overall[is_cold][used[is_cold]]
            used[is_cold] += 1
        warm, cold = (total / max(count, 1) for total, count in zip(slices, counts))
        reached.append((warm, cold, whole / len(relevant), "".join("wc"[is_cold] for is_cold in pattern)))

    def show(what, found):
        warm, cold, whole, pattern = found
        print(f"{what:28} {pattern}  warm {warm:.4f}  cold {cold:.4f}  overall {whole:.4f}")

    share = lambda found: min(found[0] / aims[0], found[1] / aims[1])
    show("warm items alone", reached[0])
    show("cold items alone", reached[-1])
    show("best overall", max(reached, key=lambda found: found[2]))
    show("nearest to both sources", max(reached, key=share))
    print(f"it has {max(map(share, reached)):.0%} of both; {sum(share(found) >= 1 for found in reached)} of {len(reached)} ways are as good as both")


main()
