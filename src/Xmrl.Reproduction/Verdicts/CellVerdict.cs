namespace Xmrl.Reproduction.Verdicts;

/// <summary>What our runs say about a cell of a paper's table.</summary>
public enum CellVerdict
{
    /// <summary>Our 95 % t-interval over seeds and the paper's printed range overlap, and no claim of the paper about the cell is
    /// contradicted.</summary>
    Reproduced,

    /// <summary>The figures differ, but every claim of the paper about the cell holds.</summary>
    OrderingHolds,

    /// <summary>The figures differ and not every claim holds, or a claim is contradicted.</summary>
    NotReproduced,

    /// <summary>Fewer than <see cref="ReproductionRules.FewestSeeds"/> seeds, no variance between them, a quick run, or changed settings:
    /// nothing is said.</summary>
    Undecided,
}
