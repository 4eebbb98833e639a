using System.Globalization;

namespace Xmrl.Reproduction;

/// <summary>One of the independent runs of a reproduction.</summary>
/// <param name="Series">What runs.</param>
/// <param name="Seed">Its seed. Runs of one seed are paired: they share test tasks and evaluation noise.</param>
internal sealed record ReproductionRun(ReproductionSeries Series, ulong Seed)
{
    /// <summary>Name of its folder below runs/.</summary>
    public string FolderName => string.Create(CultureInfo.InvariantCulture, $"{Series.Name}-seed{Seed}");

    /// <summary>Name for people.</summary>
    public string Label => string.Create(CultureInfo.InvariantCulture, $"{Series.Label}, seed {Seed}");
}
