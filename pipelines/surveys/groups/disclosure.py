"""Which figures about groups of organisations may be shown together, so that no organisation's own can be read off.

Belongs here: the decision, as a pure function over named sets. Does not belong here: scores, what a figure is called
for a reader, or the counts of an open data source.

Public bodies of a city are few and known by name, and who took part is no secret. So an attacker is taken to know the
members of every set and every published mean to the last digit; each shown figure is then an equation over the
organisations' scores. What must not happen is that some combination of shown figures is about four organisations or
fewer: with their own scores known to them, the members of a group of four can be down to one unknown.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from pipelines.surveys.rules import FEWEST_ORGANISATIONS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Beyond so many small coalitions to look into, a figure is withheld rather than waited for. Five waves of a
# partnership whose members come and go stay below a tenth of it.
MOST_COALITIONS = 20_000
_TINY = 1e-9

Unknown = tuple[str, int]
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Figure(Generic[Name]):
    """One figure that could be shown: a mean over a set of organisations, or the mean of their change.

    Attributes:
        name: tells figures apart.
        members: the organisations behind it.
        wave: the wave whose scores are averaged.
        since: the wave that a change is measured from; None for a mean.
        barred: not to be shown whatever the others, for what it would say.
        needs: figures that must be shown for this one to be; it then says nothing that they do not.
        facets: sets of organisations that combinations with figures of other measures are about, the same facets in
            the same order for every figure; each is held to the rule of small combinations by itself.
    """

    name: Name
    members: frozenset[str]
    wave: int
    since: int | None = None
    barred: bool = False
    needs: tuple[Name, ...] = ()
    facets: tuple[frozenset[str], ...] = ()


def shown(figures: Sequence[Figure[Name]]) -> set[Name]:
    """The names of the figures of one measure that can be shown together.

    Goes through the figures in the order given, the most important first, and shows each unless

    - it is barred, or one of those it needs is not shown;
    - it is of fewer than five organisations;
    - its set and that of a figure already shown, of whatever wave, lie one within the other and differ by one to
      four: scores move slowly, so even across waves the few would stand out;
    - with those already shown, some combination is about one to four organisations only, or gives back a figure that
      is barred or was withheld before. This is what catches the organisations of neither sector in "all less public
      less third", and those who joined in "this wave less last wave less the change of those in both".

    Taking the least important out first keeps the most important that any choice could keep.

    Args:
        figures: of one measure, in the order of importance.

    Returns:
        Names of the figures to show; everything else is withheld.
    """
    taken: list[Figure[Name]] = []
    names: set[Name] = set()
    withheld = [figure for figure in figures if figure.barred]
    for figure in figures:
        if figure.barred:
            continue
        stands = (
            names.issuperset(figure.needs)
            and len(figure.members) >= FEWEST_ORGANISATIONS
            and not any(close(figure.members, other.members) for other in taken)
            and (bool(figure.needs) or not _tells(taken, figure, withheld))
        )
        if stands:
            taken.append(figure)
            names.add(figure.name)
        else:
            withheld.append(figure)
    return names


def close(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one set lies within the other and they differ by one to four organisations."""
    return 0 < len(one ^ other) < FEWEST_ORGANISATIONS and (one <= other or other <= one)


def _tells(taken: Sequence[Figure[Name]], figure: Figure[Name], withheld: Iterable[Figure[Name]]) -> bool:
    """Whether showing one figure more would tell of a few organisations, or of a withheld figure."""
    before = [_equation(other.members, other) for other in taken if not other.needs]
    equation = _equation(figure.members, figure)
    if _few(before, equation):
        return True
    # A figure that needs others tells what they do; where it is withheld, they decide.
    hidden = [_equation(other.members, other) for other in withheld if other.members and not other.needs]
    if any(_follows([*before, equation], other) and not _follows(before, other) for other in hidden):
        return True
    return any(
        _few([_equation(other.facets[number], other) for other in taken if other.facets], _equation(facet, figure))
        for number, facet in enumerate(figure.facets)
    )


def _equation(members: frozenset[str], figure: Figure[Name]) -> dict[Unknown, int]:
    """A figure as a sum over the scores of organisations in waves; its divisor is known to all."""
    added = {(member, figure.wave): 1 for member in members}
    return added if figure.since is None else added | {(member, figure.since): -1 for member in members}


def _follows(equations: Sequence[dict[Unknown, int]], wanted: dict[Unknown, int]) -> bool:
    import numpy as np

    if not set(wanted) <= {unknown for equation in equations for unknown in equation}:
        return False
    matrix, _ = _matrix([*equations, wanted])
    return bool(np.linalg.matrix_rank(matrix) == np.linalg.matrix_rank(matrix[:-1]))


def _few(before: Sequence[dict[Unknown, int]], equation: dict[Unknown, int]) -> bool:
    """Whether a combination with the new equation is about one to four organisations.

    A combination of the equations is zero outside some unknowns exactly when the rows of these unknowns in a basis of
    the equations' null space are linearly dependent. Unknowns that stand alike in every equation make one atom and can
    only be told together.
    """
    import numpy as np
    from scipy.linalg import null_space

    if not equation:
        return False
    # Equations that share no unknown, not even through others, cannot be combined with it to any use.
    related, rest = [equation], list(before)
    while touching := [other for other in rest if any(other.keys() & known.keys() for known in related)]:
        related += touching
        rest = [other for other in rest if other not in touching]
    matrix, unknowns = _matrix(related)
    columns, atom_of = np.unique(matrix, axis=1, return_inverse=True)
    atoms: list[set[str]] = [set() for _ in range(columns.shape[1])]
    for (organisation, _), atom in zip(unknowns, np.ravel(atom_of), strict=True):
        atoms[atom].add(organisation)
    coalitions = _coalitions([frozenset(atom) for atom in atoms])
    if coalitions is None:
        return True
    free = null_space(columns)
    by_size: dict[int, list[list[int]]] = {}
    for coalition in coalitions:
        within = [number for number, atom in enumerate(atoms) if atom <= coalition]
        by_size.setdefault(len(within), []).append(within)
    return any(_dependent(free[np.array(rows)]) for rows in by_size.values())


def _matrix(equations: Sequence[dict[Unknown, int]]) -> "tuple[NDArray[np.float64], list[Unknown]]":
    import numpy as np

    unknowns = sorted({unknown for equation in equations for unknown in equation})
    place = {unknown: column for column, unknown in enumerate(unknowns)}
    matrix = np.zeros((len(equations), len(unknowns)))
    for row, equation in enumerate(equations):
        for unknown, sign in equation.items():
            matrix[row, place[unknown]] = sign
    return matrix, unknowns


def _coalitions(atoms: Sequence[frozenset[str]]) -> set[frozenset[str]] | None:
    """Every union of atoms that has one to four organisations; None when they are too many to look into."""
    small = {atom for atom in atoms if len(atom) < FEWEST_ORGANISATIONS}
    found = latest = set(small)
    while latest:
        latest = {one | other for one in latest for other in small if len(one | other) < FEWEST_ORGANISATIONS} - found
        found = found | latest
        if len(found) > MOST_COALITIONS:
            return None
    return found


def _dependent(rows: "NDArray[np.float64]") -> bool:
    """Whether any of a stack of matrices (coalitions, atoms, dimensions) has linearly dependent rows."""
    import numpy as np

    if rows.shape[2] < rows.shape[1]:
        return True
    lengths = np.linalg.norm(rows, axis=2, keepdims=True)
    if (lengths < _TINY).any():
        return True
    alike = rows / lengths
    return bool((np.linalg.eigvalsh(alike @ alike.transpose(0, 2, 1))[:, 0] < _TINY).any())
