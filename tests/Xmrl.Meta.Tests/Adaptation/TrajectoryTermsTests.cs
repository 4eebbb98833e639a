using Xmrl.Meta.Objectives;

namespace Xmrl.Meta.Tests.Adaptation;

/// <summary>The coefficients of the score against their sums written out. What they estimate, <c>bo-mrl-estimators</c> of the theory checks
/// proves by enumeration.</summary>
public sealed class TrajectoryTermsTests
{
    private const double Tolerance = 1e-6;

    private static readonly int[] Starts = [0, 3, 4, 8];

    private static readonly double[] Moves = [0.3, -1, 2, 0.7, -0.2, 0.4, 1.5, -3];

    private static readonly Real[] Advantages = [1, (Real)0.5, -2, 3, (Real)0.1, (Real)(-0.6), 2, 1];

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.8)]
    [InlineData(1.0)]
    public void AddValueTerm_Trajectories_SumsTheirPast(double discount)
    {
        var found = new double[8];
        TrajectoryTerms.AddValueTerm(Starts, Moves, Advantages, discount, found);
        for (int t = 0; t < 8; t++)
        {
            double past = Enumerable.Range(First(t), t - First(t)).Sum(s => Math.Pow(discount, t - s) * Moves[s]);
            found[t].ShouldBe(Advantages[t] * past, Tolerance);
        }
    }

    [Fact]
    public void AddVisitTerm_Trajectories_SumsTheirFuture()
    {
        double[] found = [.. Enumerable.Repeat(0.5, 8)];
        TrajectoryTerms.AddVisitTerm(Starts, Moves, found);
        for (int t = 0; t < 8; t++)
        {
            int end = Starts.First(start => start > t);
            found[t].ShouldBe(0.5 + Enumerable.Range(t + 1, end - t - 1).Sum(s => Moves[s]), Tolerance);
        }
    }

    private static int First(int t) => Starts.Last(start => start <= t);
}
