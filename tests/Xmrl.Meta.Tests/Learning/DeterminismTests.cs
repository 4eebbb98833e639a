using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Xmrl.Contracts;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Fixtures.Parallel;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Learning;

/// <summary>Same seed, same bits: whatever the number of threads and processes, the order of the work, or what ran before.</summary>
public sealed class DeterminismTests
{
    private const int Tasks = 5;

    // More trajectories than a part: the last tasks are divided among threads.
    private static readonly LearnerOptions Maml = new() { Trajectories = 6, InnerSteps = 2 };

    private static readonly ProximalOptions Universal = new()
    {
        Divergence = ProximalDivergence.Forward,
        Strength = 2,
        Solver = ProximalSolver.Adam,
        MaximumSteps = 10,
        SolverSteps = 10,
        Damping = 0.01,
    };

    /// <summary>MAML with every outer step, then the other learners.</summary>
    public static TheoryData<string> OuterSteps =>
    [
        "Adam", "SGD", "TRPO", "Epochs", "FirstOrder", "SgMrl", "SgMrl TRPO", "EMaml", "Scalar", "PerParameter", "PerParameter TRPO",
        "ProMp", "IMaml", "IMaml TRPO", "Cavia", "Cavia TRPO", "Bandit", "Bandit TRPO",
        "BoMrl", "BoMrl MetaTRPO", "BoMrlReverse TRPO",
    ];

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
    public void Iterate_OtherProcesses_SameBits(string outer)
    {
        string expected = Train(outer, 1, null);
        ThreadRanks.Run(2, processes => Train(outer, 1, null, 7, processes)).ShouldAllBe(hash => hash == expected);
        ThreadRanks.Run(3, processes => Train(outer, 1 + processes.Rank, [4, 2, 0, 3, 1], 7, processes))
            .ShouldAllBe(hash => hash == expected);
    }

    [Theory]
    [MemberData(nameof(OuterSteps))]
    public void Iterate_OtherSeed_OtherBits(string outer) => Train(outer, 1, null, 8).ShouldNotBe(Train(outer, 1, null));

    private static LearnerOptions Options(string learner) => learner switch
    {
        "FirstOrder" => Maml with { GradientOrder = GradientOrder.FirstOrder },
        "SgMrl" => Maml with { InnerSurrogate = new Score(), Correction = new SamplingCorrection() },
        "EMaml" => Maml with { Correction = new SamplingCorrection { SumsTrajectories = false } },
        "Scalar" => Maml with { StepSizeLearning = StepSizeLearning.Scalar },
        "PerParameter" => Maml with { StepSizeLearning = StepSizeLearning.PerParameter },
        "ProMp" => Maml with { RatioSurrogate = new Clipped(0.3) },
        "IMaml" => Maml with { InnerSteps = 1, Proximal = new ProximalOptions { Strength = 50, SolverSteps = 40 } },
        "BoMrl" => Maml with
        {
            InnerSteps = 1,
            InnerSurrogate = new Saturated(),
            Proximal = Universal with { ValueTerm = true, VisitTerm = true },
        },
        "BoMrlReverse" => Maml with
        {
            InnerSteps = 1,
            InnerSurrogate = new Saturated(),
            Proximal = Universal with { Divergence = ProximalDivergence.Reverse },
        },
        "Cavia" => Maml with { InnerStepSize = 0, ContextStepSize = 0.5, ResetsContext = true },
        _ => Maml,
    };

    private static string Train(string outer, int threads, int[]? schedule, ulong seed = 7, ICollective? processes = null)
    {
        string learner = outer.Split(' ')[0];
        IEnvironmentFamily family = learner == "Bandit"
            ? new BernoulliBanditFamily(new BernoulliBanditOptions { Arms = 3, Pulls = 10 })
            : NoisyWalk.Family;
        MlpShape? shape = learner switch
        {
            "Bandit" => CategoricalMlpShape.For(family.Spec) with { HiddenSizes = [] },
            "Cavia" => GaussianMlpShape.For(family.Spec) with { HiddenSizes = [6], ContextSize = 2 },
            _ => null,
        };
        using var setup = new Setup(family, Options(learner), threads, shape, processes);
        Real[] theta = setup.Initial();
        IOuterStep step = outer.Split(' ')[^1] switch
        {
            "Adam" => new GradientOuterStep(new Adam(theta.Length, new AdamOptions()), new CosineSchedule(0.01, 0.01, 1), 1),
            "SGD" => new GradientOuterStep(new Sgd(0.1), new CosineSchedule(0.1, 0.1, 1), double.PositiveInfinity),
            "TRPO" => new TrustRegionOuterStep(new TrustRegionOptions { Damping = 0.01 }),
            "MetaTRPO" => new TrustRegionOuterStep(new TrustRegionOptions { Damping = 0.01, Region = TrustRegion.MetaPolicy }),
            "Epochs" or "ProMp" => new EpochsOuterStep(
                new Adam(theta.Length, new AdamOptions()), new CosineSchedule(0.01, 0.01, 1),
                new EpochOptions { Epochs = 3, Penalty = learner == "ProMp" ? 0.1 : 0 }),
            _ => new GradientOuterStep(new Adam(theta.Length, new AdamOptions()), new CosineSchedule(0.01, 0.01, 1), 1),
        };
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int k = 0; k < 3; k++)
        {
            IterationReport report = setup.Learner.Iterate(theta, setup.Plans(Tasks), step, RandomKey.FromSeed(seed).Derive(k), schedule);
            report.Outer.Status.ShouldBe(OuterStatus.Accepted, report.Outer.Detail);
            hash.AppendData(MemoryMarshal.AsBytes<Real>(theta));
            hash.AppendData(
                MemoryMarshal.AsBytes<double>(
                    [
                        report.ReturnBefore, report.ReturnAfter, report.SuccessAfter, report.Interactions, report.Outer.GradientNorm,
                        report.Outer.Divergence,
                    ]));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
