"""Clusters of pairs: a disjoint-set forest whose roots are the earliest members."""

from collections import defaultdict


class Union:
    """The clusters of `count` members; the root of each cluster is its first member.

    >>> union = Union(5)
    >>> union.join(4, 2); union.join(2, 1)
    >>> union.clusters()
    [[1, 2, 4]]
    """

    def __init__(self, count: int):
        self.parents = list(range(count))

    def root(self, member: int) -> int:
        """The first member of the cluster of `member`."""
        parents = self.parents
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    def join(self, a: int, b: int) -> None:
        """Merges the clusters of `a` and `b`."""
        a, b = self.root(a), self.root(b)
        self.parents[max(a, b)] = min(a, b)

    def clusters(self) -> list[list[int]]:
        """Every cluster of two or more members; members and clusters are in order."""
        members = defaultdict(list)
        for member in range(len(self.parents)):
            members[self.root(member)].append(member)
        return [cluster for cluster in members.values() if len(cluster) > 1]
