namespace Xmrl.Rl.Advantages;

/// <summary>Sums that run backwards through each trajectory.</summary>
/// <remarks>A sum waits for the one after it. Several trajectories at a time fill the wait; none sees the others.</remarks>
internal static class BackwardSums
{
    private const int Chains = 4;

    /// <summary>xₜ = termₜ + factor·xₜ₊₁ in double, from 0 after the last step of each trajectory.</summary>
    /// <param name="terms">Terms of all trajectories. Shape [n].</param>
    /// <param name="starts">First sample of each trajectory, ascending from 0; the last entry is n. Shape [N + 1].</param>
    /// <param name="factor">The weight of what comes after a step.</param>
    /// <param name="sums">Receives x. Shape [n]; no overlap with the terms.</param>
    public static void Compute(ReadOnlySpan<double> terms, ReadOnlySpan<int> starts, double factor, Span<Real> sums)
    {
        Span<Chain> chains = stackalloc Chain[Chains];
        int trajectories = starts.Length - 1;
        int next = 0;
        int running = 0;
        while (true)
        {
            for (; running < Chains && next < trajectories; next++)
            {
                int length = starts[next + 1] - starts[next];
                if (length > 0)
                {
                    chains[running++] = new Chain(starts[next], length, 0);
                }
            }

            if (running < Chains)
            {
                break;
            }

            running = Together(terms, chains, factor, sums);
        }

        for (int c = 0; c < running; c++)
        {
            Alone(terms, chains[c], factor, sums);
        }
    }

    /// <summary>Runs four chains until one ends, and closes the ranks of those that go on.</summary>
    /// <returns>Their number.</returns>
    private static int Together(ReadOnlySpan<double> terms, Span<Chain> chains, double factor, Span<Real> sums)
    {
        int steps = int.MaxValue;
        foreach (Chain chain in chains)
        {
            steps = Math.Min(steps, chain.Left);
        }

        (double x0, double x1, double x2, double x3) = (chains[0].Sum, chains[1].Sum, chains[2].Sum, chains[3].Sum);
        ReadOnlySpan<double> terms0 = chains[0].Last(terms, steps);
        ReadOnlySpan<double> terms1 = chains[1].Last(terms, steps);
        ReadOnlySpan<double> terms2 = chains[2].Last(terms, steps);
        ReadOnlySpan<double> terms3 = chains[3].Last(terms, steps);
        Span<Real> sums0 = chains[0].Last(sums, steps);
        Span<Real> sums1 = chains[1].Last(sums, steps);
        Span<Real> sums2 = chains[2].Last(sums, steps);
        Span<Real> sums3 = chains[3].Last(sums, steps);
        for (int t = steps - 1; t >= 0; t--)
        {
            x0 = terms0[t] + (factor * x0);
            x1 = terms1[t] + (factor * x1);
            x2 = terms2[t] + (factor * x2);
            x3 = terms3[t] + (factor * x3);
            sums0[t] = (Real)x0;
            sums1[t] = (Real)x1;
            sums2[t] = (Real)x2;
            sums3[t] = (Real)x3;
        }

        ReadOnlySpan<double> reached = [x0, x1, x2, x3];
        int kept = 0;
        for (int c = 0; c < Chains; c++)
        {
            if (chains[c].Left > steps)
            {
                chains[kept++] = new Chain(chains[c].Start, chains[c].Left - steps, reached[c]);
            }
        }

        return kept;
    }

    private static void Alone(ReadOnlySpan<double> terms, Chain chain, double factor, Span<Real> sums)
    {
        double x = chain.Sum;
        for (int t = chain.Start + chain.Left - 1; t >= chain.Start; t--)
        {
            x = terms[t] + (factor * x);
            sums[t] = (Real)x;
        }
    }

    /// <summary>A trajectory on its way: the samples that are left, and the sum after them.</summary>
    private readonly record struct Chain(int Start, int Left, double Sum)
    {
        public ReadOnlySpan<double> Last(ReadOnlySpan<double> terms, int steps) => terms.Slice(Start + Left - steps, steps);

        public Span<Real> Last(Span<Real> sums, int steps) => sums.Slice(Start + Left - steps, steps);
    }
}
