using Xmrl.Explain.Influence;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;
using Xmrl.Verification.Coverage;

namespace Xmrl.Verification.Tests;

public sealed class InfluenceCoverageTests
{
    private const int Replicates = 4000;

    /// <summary>A deviation that the largest of fifty task errors does not reach.</summary>
    private const double StandardErrors = 4.5;

    /// <summary>A solve stops at a relative residual of 10⁻³; long sums of doubles are far below.</summary>
    private const double SolverTolerance = 1e-3;

    private static readonly RandomKey s_key = RandomKey.FromSeed(41);

    public static TheoryData<string> Names
        => [.. InfluenceLaws.All.Where(law => law.Pooling == InfluencePooling.AcrossReplicates).Select(law => law.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Truth_ManyReplicates_IsWhatTheEstimateTendsTo(string name)
    {
        InfluenceLaw law = InfluenceLaws.All.Single(known => known.Name == name);
        IReadOnlyList<double[]> directions = SampledInfluence.Directions(law, s_key);
        double[] truth = SampledInfluence.Truth(law, directions, new InfluenceOptions().RelativeDamping);

        double[] replicates = InfluenceCoverage.Replicates(law, directions, s_key.Derive(1UL), Replicates);

        for (int i = 0; i < law.Tasks; i++)
        {
            Moments moments = Moments.Of([.. Enumerable.Range(0, Replicates).Select(r => replicates[(r * law.Tasks) + i])]);
            double error = moments.StandardDeviation / Math.Sqrt(Replicates);
            truth[i].ShouldBe(moments.Mean, (StandardErrors * error) + (SolverTolerance * Math.Abs(truth[i])));
        }
    }

    [Theory]
    [InlineData(InfluencePooling.AcrossReplicates)]
    [InlineData(InfluencePooling.WithinReplicates)]
    public void Replicates_OneLaw_GiveTheIntervalsOfAnExplanation(InfluencePooling pooling)
    {
        const int Count = 5;
        InfluenceLaw law = InfluenceLaws.All.First(known => known.Pooling == pooling);
        IReadOnlyList<double[]> directions = SampledInfluence.Directions(law, s_key);
        var options = new InfluenceOptions { Iterations = Count, Pooling = pooling, ParameterStep = 0, WeightStep = 0 };

        RankAgreementResult explained = new InfluenceLoop(options)
            .Run((_, own) => new SampledInfluence(law, directions, own), new Real[law.Dimension], (1, s_key)).Agreement;

        IReadOnlyList<(Interval Influence, double? PValue)> simulated =
            InfluenceIntervals.Of(InfluenceCoverage.Replicates(law, directions, s_key, Count), law.Tasks);
        double unit = simulated[0].Influence.Value / explained.Elements[0].Value;
        for (int i = 0; i < law.Tasks; i++)
        {
            (unit * explained.Elements[i].Low!.Value).ShouldBe(simulated[i].Influence.Low!.Value, 1e-9);
            (unit * explained.Elements[i].High!.Value).ShouldBe(simulated[i].Influence.High!.Value, 1e-9);
        }
    }
}
