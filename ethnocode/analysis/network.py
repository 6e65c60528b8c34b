"""Where the codes of a network are drawn.

Plain floats and square roots only, so that every machine finds the same places to the last
bit: an array library sums in an order that depends on the processor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random

Pair = tuple[int, int]
_Points = list[list[float]]

_STARTS = 4
_MOST_SWEEPS = 200
_SETTLED = 1e-4
_LONGEST = 8.0
"""Longest distance that a weak meeting asks for, in those of the strongest possible."""
_ROOM = 5.0
"""How many times the room of all boxes a drawing has at first."""
_LEAST_ROOM = 320.0
_GROWTH = 1.15
_PUSHES = 200


@dataclass(frozen=True, slots=True)
class Places:
    """Where boxes are drawn.

    Args:
        x: Middle of each box, from the left; the first box begins at 0.
        y: Middle of each box, from the top.
        stress: Kruskal's stress-1 of the distances between middles; ``None`` for fewer than
            three boxes.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    stress: float | None


def target_distances(
    number: int, strengths: Mapping[Pair, float], *, among: frozenset[Pair]
) -> dict[Pair, float]:
    """Return how far apart codes belong, for every pair there is.

    A pair that meets belongs one over the root of its strength apart; one that does not, as
    far as the shortest way over codes that meet, and no nearer than the weakest meeting; twice
    the furthest of these where there is no way.

    Args:
        number: How many codes there are.
        strengths: Above 0 and up to 1, of pairs that meet, the lower index first.
        among: All pairs; the distance of others, such as a code and its parent, means nothing.
    """
    direct = {pair: min(1.0 / sqrt(value), _LONGEST) for pair, value in strengths.items()}
    ways = _shortest_ways(number, direct)
    weakest = max(direct.values(), default=1.0)
    furthest = max([weakest, *(way for row in ways for way in row if way is not None)])
    targets = {}
    for i, j in sorted(among):
        way = ways[i][j]
        apart = 2.0 * furthest if way is None else max(way, weakest)
        targets[i, j] = direct.get((i, j), apart)
    return targets


def _shortest_ways(number: int, direct: Mapping[Pair, float]) -> list[list[float | None]]:
    """Return the length of the shortest way between any two; ``None`` where there is none."""
    ways: list[list[float | None]] = [[None] * number for _ in range(number)]
    for i in range(number):
        ways[i][i] = 0.0
    for (i, j), length in direct.items():
        ways[i][j] = ways[j][i] = length
    for via, onward in enumerate(ways):
        for row in ways:
            first = row[via]
            if first is not None:
                for end, rest in enumerate(onward):
                    known = row[end]
                    if rest is not None and (known is None or first + rest < known):
                        row[end] = first + rest
    return ways


def place(
    sizes: Sequence[tuple[float, float]], targets: Mapping[Pair, float], *, seed: int
) -> Places:
    """Return places for boxes: as far apart as they belong, and none over another.

    The best of some seeded starts by stress majorisation, turned so that it is widest from
    left to right; then boxes that overlap are pushed apart. The same for one seed everywhere.

    Args:
        sizes: Width and height of each box, with the gap that is wanted around it.
        targets: How far apart boxes belong, of pairs by index, the lower first.

    Complexity:
        O(n²) a sweep, with at most 800 sweeps.

    Source:
        Gansner, Koren and North (2005), Graph drawing by stress majorization; Kruskal (1964),
        Multidimensional scaling by optimizing goodness of fit, for stress-1.
    """
    if not sizes:
        return Places((), (), None)
    rng = Random(seed)
    found = [_settled(_start(len(sizes), targets, rng), targets) for _ in range(_STARTS)]
    best = min(found, key=lambda points: _loss(points, targets))
    apart = _pushed_apart(_turned(best), sizes)
    left = min(x - w / 2 for (x, _), (w, _) in zip(apart, sizes, strict=True))
    top = min(y - h / 2 for (_, y), (_, h) in zip(apart, sizes, strict=True))
    x = tuple(round(point[0] - left, 1) for point in apart)
    y = tuple(round(point[1] - top, 1) for point in apart)
    middles = [[one, other] for one, other in zip(x, y, strict=True)]
    return Places(x, y, _stress(middles, targets) if len(sizes) > 2 else None)


def distance(places: Places, pair: Pair) -> float:
    """Return how far apart two boxes are drawn, from middle to middle."""
    i, j = pair
    across, down = places.x[i] - places.x[j], places.y[i] - places.y[j]
    return sqrt(across * across + down * down)


def seeming_pairs(
    places: Places, strengths: Mapping[Pair, float], targets: Mapping[Pair, float]
) -> tuple[Pair, ...]:
    """Return pairs that never meet and are drawn side by side, the nearest first.

    Side by side is: no further apart than the nearest quarter of the pairs that meet.
    """
    meeting = sorted(distance(places, pair) for pair in strengths)
    if not meeting:
        return ()
    reach = meeting[(len(meeting) - 1) // 4]
    near = [(distance(places, pair), pair) for pair in targets if pair not in strengths]
    return tuple(pair for apart, pair in sorted(near) if apart <= reach)


def _start(number: int, targets: Mapping[Pair, float], rng: Random) -> _Points:
    reach = max(targets.values(), default=1.0)
    return [[rng.random() * reach, rng.random() * reach] for _ in range(number)]


def _settled(points: _Points, targets: Mapping[Pair, float]) -> _Points:
    """Move each point to where its distances ask for it, until hardly anything moves."""
    others: list[list[tuple[int, float, float]]] = [[] for _ in points]
    for (i, j), apart in targets.items():
        weight = 1.0 / (apart * apart)
        others[i].append((j, apart, weight))
        others[j].append((i, apart, weight))
    before = _loss(points, targets)
    for _ in range(_MOST_SWEEPS):
        for i, wanted in enumerate(others):
            if wanted:
                points[i] = _asked_for(points, i, wanted)
        after = _loss(points, targets)
        if before - after <= _SETTLED * before:
            break
        before = after
    return points


def _asked_for(points: _Points, i: int, wanted: Sequence[tuple[int, float, float]]) -> list[float]:
    x, y = points[i]
    across = down = total = 0.0
    for j, apart, weight in wanted:
        dx, dy = x - points[j][0], y - points[j][1]
        now = sqrt(dx * dx + dy * dy)
        pull = apart / now if now else 0.0
        across += weight * (points[j][0] + dx * pull)
        down += weight * (points[j][1] + dy * pull)
        total += weight
    return [across / total, down / total]


def _loss(points: _Points, targets: Mapping[Pair, float]) -> float:
    loss = 0.0
    for (i, j), apart in targets.items():
        dx, dy = points[i][0] - points[j][0], points[i][1] - points[j][1]
        off = 1.0 - sqrt(dx * dx + dy * dy) / apart
        loss += off * off
    return loss


def _stress(points: _Points, targets: Mapping[Pair, float]) -> float | None:
    """Return stress-1 at the scale that fits best."""
    drawn = []
    for (i, j), apart in targets.items():
        dx, dy = points[i][0] - points[j][0], points[i][1] - points[j][1]
        drawn.append((sqrt(dx * dx + dy * dy), apart))
    squares = sum(now * now for now, _ in drawn)
    if not squares:
        return None
    scale = sum(now * apart for now, apart in drawn) / sum(apart * apart for _, apart in drawn)
    return sqrt(sum((now - scale * apart) ** 2 for now, apart in drawn) / squares)


def _turned(points: _Points) -> _Points:
    """Turn points about their middle so that they lie widest from left to right."""
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    moved = [(x - middle_x, y - middle_y) for x, y in points]
    xx = sum(x * x for x, _ in moved)
    yy = sum(y * y for _, y in moved)
    xy = sum(x * y for x, y in moved)
    root = sqrt((xx - yy) * (xx - yy) + 4 * xy * xy)
    # The longer of two vectors along the same axis, so that a round cloud divides by no zero.
    one, other = (root + xx - yy, 2 * xy), (2 * xy, root + yy - xx)
    across, down = max(one, other, key=lambda v: v[0] * v[0] + v[1] * v[1])
    length = sqrt(across * across + down * down)
    if not length:
        return [list(point) for point in moved]
    across, down = across / length, down / length
    return [[x * across + y * down, y * across - x * down] for x, y in moved]


def _pushed_apart(points: _Points, sizes: Sequence[tuple[float, float]]) -> _Points:
    """Scale points to a drawing and push boxes apart; give more room until none overlap."""
    room = max(sqrt(_ROOM * sum(width * height for width, height in sizes)), _LEAST_ROOM)
    reach = max(max(abs(x), abs(y)) for x, y in points) or 1.0
    scale = room / (2 * reach)
    while True:
        spread = [[x * scale, y * scale] for x, y in points]
        if any(_push(spread, sizes) for _ in range(_PUSHES)):
            return spread
        scale *= _GROWTH


def _push(points: _Points, sizes: Sequence[tuple[float, float]]) -> bool:
    """Push every two boxes that overlap apart by the shorter way; whether none did."""
    clear = True
    for i, (width, height) in enumerate(sizes):
        for j in range(i):
            dx, dy = points[i][0] - points[j][0], points[i][1] - points[j][1]
            over_x = (width + sizes[j][0]) / 2 - abs(dx)
            over_y = (height + sizes[j][1]) / 2 - abs(dy)
            if over_x <= 0 or over_y <= 0:
                continue
            clear = False
            axis, over, sign = (0, over_x, dx) if over_x < over_y else (1, over_y, dy)
            step = (over / 2 + 0.05) * (1 if sign >= 0 else -1)
            points[i][axis] += step
            points[j][axis] -= step
    return clear
