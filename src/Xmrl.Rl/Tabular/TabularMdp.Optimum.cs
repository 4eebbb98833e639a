namespace Xmrl.Rl.Tabular;

/// <content>The optimum.</content>
internal sealed partial class TabularMdp
{
    /// <summary>Actions whose values differ by less, as a share of the largest value, are ties.</summary>
    private const double TieTolerance = 1e-12;

    /// <summary>Improvements after which policy iteration stops; it has never needed more than a few.</summary>
    private const int MostImprovements = 10_000;

    /// <summary>An optimal deterministic policy by policy iteration, ties to the lowest index of an action.</summary>
    /// <returns>The optimum: probabilities 0 and 1.</returns>
    /// <remarks>Sutton and Barto (2018), §4.3.</remarks>
    public TabularEvaluation Optimum()
    {
        int[] choice = new int[States];
        for (int improvement = 0; ; improvement++)
        {
            TabularEvaluation evaluation = Evaluate(Deterministic(choice));
            int[] better = Greedy(evaluation.ActionValues);
            if (better.AsSpan().SequenceEqual(choice) || improvement == MostImprovements)
            {
                return evaluation;
            }

            choice = better;
        }
    }

    /// <summary>The first action of each state that no other exceeds.</summary>
    private int[] Greedy(ReadOnlySpan<double> actionValues)
    {
        double scale = 0;
        foreach (double value in actionValues)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        int[] choice = new int[States];
        for (int s = 0; s < States; s++)
        {
            ReadOnlySpan<double> row = actionValues.Slice(s * Actions, Actions);
            for (int a = 1; a < Actions; a++)
            {
                if (row[a] > row[choice[s]] + (TieTolerance * scale))
                {
                    choice[s] = a;
                }
            }
        }

        return choice;
    }

    private double[] Deterministic(int[] choice)
    {
        double[] policy = new double[States * Actions];
        for (int s = 0; s < States; s++)
        {
            policy[(s * Actions) + choice[s]] = 1;
        }

        return policy;
    }
}
