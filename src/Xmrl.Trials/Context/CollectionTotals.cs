namespace Xmrl.Trials.Context;

/// <summary>Sums over the trajectories of a collection.</summary>
/// <param name="Steps">Environment steps.</param>
/// <param name="PriorReturns">Returns under latents of the prior.</param>
/// <param name="PriorCount">Their number.</param>
/// <param name="PosteriorReturns">Returns under latents of the posterior, or without a latent.</param>
/// <param name="PosteriorCount">Their number.</param>
/// <param name="Successes">Those that ended in success.</param>
internal readonly record struct CollectionTotals(
    long Steps, double PriorReturns, double PriorCount, double PosteriorReturns, double PosteriorCount, double Successes)
{
    /// <summary>Mean return under latents of the prior; where there is none, under those of the posterior.</summary>
    public double PriorReturn => PriorCount > 0 ? PriorReturns / PriorCount : PosteriorReturn;

    /// <summary>Mean return under latents of the posterior, or without a latent; where there is none, under those of the prior.</summary>
    public double PosteriorReturn => PosteriorCount > 0 ? PosteriorReturns / PosteriorCount
        : PriorCount > 0 ? PriorReturns / PriorCount
        : 0;

    /// <summary>Share of success under latents of the posterior, or without a latent.</summary>
    public double SuccessRate => PosteriorCount > 0 ? Successes / PosteriorCount : 0;

    /// <summary>The sums with one task's added.</summary>
    /// <param name="row">What the task gave.</param>
    public CollectionTotals Add(CollectionRow row) => new(
        Steps + row.Steps, PriorReturns + row.PriorReturns, PriorCount + row.PriorCount, PosteriorReturns + row.PosteriorReturns,
        PosteriorCount + row.PosteriorCount, Successes + row.Successes);
}
