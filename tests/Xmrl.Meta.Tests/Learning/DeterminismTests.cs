using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Xmrl.Contracts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Meta.Tests.Learning;

/// <summary>Same seed, same bits: whatever the number of threads, the order of the work, or what ran before.</summary>
public sealed class DeterminismTests
{
    private const int Tasks = 5;

    public static TheoryData<string> OuterSteps => ["Adam", "SGD", "TRPO"];

    [Theory]
    [MemberData(nameof(OuterSteps))]
    public void Iterate_OtherThreadsOrOrder_SameBits(string outer)
    {
        string expected = Train(outer, 1, null);
        Train(outer, 1, null).ShouldBe(expected);
        Train(outer, 2, null).ShouldBe(expected);
        Train(outer, 3, null).ShouldBe(expected);
        Train(outer, 1, [4, 2, 0, 3, 1]).ShouldBe(expected);
        Train(outer, 3, [3, 4, 1, 0, 2]).ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(OuterSteps))]
    public void Iterate_OtherSeed_OtherBits(string outer) => Train(outer, 1, null, 8).ShouldNotBe(Train(outer, 1, null));

    private static string Train(string outer, int threads, int[]? schedule, ulong seed = 7)
    {
        using var setup = new Setup(NoisyWalk.Family, new LearnerOptions { Trajectories = 4, InnerSteps = 2 }, threads);
        Real[] theta = setup.Initial();
        IOuterStep step = outer switch
        {
            "Adam" => new GradientOuterStep(new Adam(theta.Length, new AdamOptions()), new ConstantSchedule(0.01), 1),
            "SGD" => new GradientOuterStep(new Sgd(0.1), new ConstantSchedule(0.1), double.PositiveInfinity),
            _ => new TrustRegionOuterStep(new TrustRegionOptions { Damping = 0.01 }),
        };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int k = 0; k < 3; k++)
        {
            IterationReport report = setup.Learner.Iterate(theta, setup.Plans(Tasks), step, RandomKey.FromSeed(seed).Derive(k), schedule);
            report.Outer.Status.ShouldBe(OuterStatus.Accepted, report.Outer.Detail);
            hash.AppendData(MemoryMarshal.AsBytes<Real>(theta));
            hash.AppendData(MemoryMarshal.AsBytes<double>([report.ReturnBefore, report.ReturnAfter, report.SuccessAfter, report.Interactions, report.Outer.GradientNorm, report.Outer.Divergence]));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
