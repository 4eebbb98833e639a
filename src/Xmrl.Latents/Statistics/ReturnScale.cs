namespace Xmrl.Latents.Statistics;

/// <summary>The running standard deviation of discounted returns, by which rewards are divided: R ← γR + r from R = 0 at the start of
/// a trial.</summary>
/// <param name="discount">γ in [0, 1].</param>
/// <seealso href="https://arxiv.org/abs/1910.08348">Zintgraf et al. (2020), author code: reward normalisation.</seealso>
internal sealed class ReturnScale(double discount)
{
    private readonly RunningMoments _moments = new(1);

    /// <summary>Steps counted so far: those of training.</summary>
    public double Count => _moments.Count;

    /// <summary>All numbers, for checkpoints.</summary>
    public double[] State => _moments.State;

    /// <summary>Adds the rewards of one trial.</summary>
    /// <param name="rewards">Rewards of all its steps.</param>
    public void Add(ReadOnlySpan<Real> rewards)
    {
        var own = new RunningMoments(1);
        double sum = 0;
        foreach (Real reward in rewards)
        {
            sum = (discount * sum) + reward;
            own.Add([(Real)sum]);
        }

        _moments.Merge(own);
    }

    /// <summary>One over the standard deviation; 1 before the first step.</summary>
    public double Factor => _moments.Scale(0);

    /// <summary>Continues from stored numbers.</summary>
    /// <param name="state">What <see cref="State"/> gave.</param>
    public void Restore(ReadOnlySpan<double> state) => _moments.Restore(state);
}
