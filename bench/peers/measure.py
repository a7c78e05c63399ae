#!/usr/bin/env python3
"""Times benfred/implicit at the work that bench/Recommender.Benchmarks times here, on the same file of interactions.

usage: measure.py INTERACTIONS [--lists FILE --users N]

INTERACTIONS is canonical (user_id,item_id,...), plain or gzip. With --lists the top 10 of the first N users (by id, of the test in
question) are written as user_id,item_id,rank, for a scorer. Needs implicit, numpy and scipy; two threads are used.
"""
import argparse
import csv
import gzip
import resource
import time

import implicit
import numpy as np
import scipy.sparse as sparse
from implicit.als import AlternatingLeastSquares
from implicit.nearest_neighbours import CosineRecommender

THREADS = 2
FACTORS = 64
NEIGHBOURS = 100


def read(path):
    users, items, rows, columns = {}, {}, [], []
    opened = gzip.open(path, 'rt', newline='') if path.endswith('.gz') else open(path, newline='', encoding='utf-8')
    with opened as file:
        for row in csv.DictReader(file):
            rows.append(users.setdefault(row['user_id'], len(users)))
            columns.append(items.setdefault(row['item_id'], len(items)))
    values = np.ones(len(rows), dtype=np.float32)
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(users), len(items)))
    return matrix, list(users), list(items)


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(work, seconds, remark=''):
    print(f'| {work} | {min(seconds):.2f} | {max(seconds):.2f} | {peak():.0f} | {remark} |', flush=True)


def iterations(matrix, count, **settings):
    """Seconds of each iteration of ALS, and the model."""
    model = AlternatingLeastSquares(factors=FACTORS, iterations=count, num_threads=THREADS, random_state=42, **settings)
    seconds = []
    model.fit(matrix, show_progress=False, callback=lambda _iteration, elapsed, _loss: seconds.append(elapsed))
    return seconds, model


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('interactions')
    parser.add_argument('--lists')
    parser.add_argument('--users', type=int, default=20_000)
    given = parser.parse_args()
    matrix, users, items = read(given.interactions)
    print(f'implicit {implicit.__version__}, numpy {np.__version__}, {matrix.shape[0]:,} users, {matrix.shape[1]:,} items, {matrix.nnz:,} interactions, {THREADS} threads')
    print('| work | fastest, s | slowest, s | peak resident MB so far | |\n|---|---|---|---|---|')

    before = peak()
    started = time.monotonic()
    neighbours = CosineRecommender(K=NEIGHBOURS, num_threads=THREADS)
    neighbours.fit(matrix, show_progress=False)
    report(f'item-to-item, cosine, k {NEIGHBOURS}', [time.monotonic() - started], f'{peak() - before:.0f} MB above the matrix')

    seconds, _ = iterations(matrix, 3, use_cg=False)
    report(f'an ALS iteration, {FACTORS} factors, Cholesky', seconds[1:])
    seconds, model = iterations(matrix, 15, use_cg=True)
    report(f'an ALS iteration, {FACTORS} factors, conjugate gradient', seconds[1:])

    started = time.monotonic()
    for first in range(0, len(users), 5_000):
        ids = np.arange(first, min(first + 5_000, len(users)))
        model.recommend(ids, matrix[ids], N=10)
    elapsed = time.monotonic() - started
    report('top 10 of every user by ALS', [elapsed], f'{len(users) / elapsed:,.0f} users/s')

    if given.lists:
        with open(given.lists, 'w', encoding='utf-8') as file:
            file.write('user_id,item_id,rank\n')
            ids = np.arange(min(given.users, len(users)))
            found, _ = model.recommend(ids, matrix[ids], N=10)
            for user, row in zip(ids, found):
                for rank, item in enumerate(row):
                    file.write(f'{users[user]},{items[item]},{rank + 1}\n')


if __name__ == '__main__':
    main()
