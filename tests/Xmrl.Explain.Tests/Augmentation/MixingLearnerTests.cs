using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Xmrl.Environments.Drone;
using Xmrl.Explain.Augmentation;
using Xmrl.Explain.MixingLaws;
using Xmrl.Fixtures.Parallel;
using Xmrl.Meta.Gradient;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Explain.Tests.Augmentation;

/// <summary>The whole search on small drone tasks.</summary>
public sealed class MixingLearnerTests
{
    private const int Critical = 2;
    private const int Hidden = 8;

    // Far enough that some mixed states fall into obstacles, short enough for many cases.
    private static readonly DroneFamily Family = new(new DroneOptions { Horizon = 25 });

    private static readonly MixingOptions Options = new() { Sets = 2, Draws = 2, OtherTasks = 1, Iterations = 2, LawStep = 0.03 };

    private static readonly RandomKey Key = RandomKey.FromSeed(21);

    public static TheoryData<string, string, Sensitivity> Parts { get; } = Combine();

    [Theory]
    [MemberData(nameof(Parts))]
    public void Learn_AnyParts_MovesTheLawByItsStep(string law, string estimator, Sensitivity sensitivity)
    {
        IMixingLaw mixing = law == nameof(ClippedNormal) ? new ClippedNormal() : new LogitNormal();
        MixingOptions options = Options with
        {
            Law = mixing,
            Information = InformationEstimators.Named(estimator),
            Sensitivity = sensitivity,
        };
        MixingResult result = Learn(options);
        double[] before = new double[mixing.ParameterCount];
        mixing.Initialize(before);
        foreach (MixingIteration iteration in result.Iterations)
        {
            double[] step = [.. iteration.Law.Zip(before, (x, y) => x - y)];

            // No bound of the law is near.
            VectorOperations.Norm(step).ShouldBe(options.LawStep, 1e-9);
            before = iteration.Law;
            double.IsFinite(iteration.Information).ShouldBeTrue();
            iteration.Information.ShouldNotBe(0);
            iteration.Bracket.Lower.ShouldBeGreaterThan(0);
            iteration.Bracket.Upper.ShouldBeGreaterThan(iteration.Bracket.Lower);
            iteration.Bracket.Upper.ShouldBeLessThanOrEqualTo(Math.Log(options.Sets));
            iteration.Mean.ShouldBe(mixing.Mean(iteration.Law));
            iteration.StandardDeviation.ShouldBe(mixing.StandardDeviation(iteration.Law));
            iteration.InfeasibleShare.ShouldBeInRange(0, 0.5);
            string.IsNullOrEmpty(iteration.Detail).ShouldBe(sensitivity == Sensitivity.OneStep);
        }

        result.Iterations.Select(iteration => iteration.Iteration).ShouldBe([1, 2]);
        result.Parameters.ShouldBe(before);
        result.Interactions.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Learn_SmallSeparation_LiesInsideTheBracket()
    {
        MixingResult result = Learn(Options with { Iterations = 3, Sets = 4 });
        foreach (MixingIteration iteration in result.Iterations)
        {
            // In the limit the bounds are half and twice the value.
            iteration.Information.ShouldBeInRange(iteration.Bracket.Lower, iteration.Bracket.Upper);
        }
    }

    [Theory]
    [InlineData(Sensitivity.OneStep)]
    [InlineData(Sensitivity.ImplicitCg)]
    public void Learn_OtherThreads_SameBits(Sensitivity sensitivity)
    {
        string one = Hash(Learn(Options with { Sensitivity = sensitivity }));
        Hash(Learn(Options with { Sensitivity = sensitivity }, 2)).ShouldBe(one);
        Hash(Learn(Options with { Sensitivity = sensitivity }, 1, 22)).ShouldNotBe(one);
    }

    [Theory]
    [InlineData(Sensitivity.OneStep)]
    [InlineData(Sensitivity.ImplicitCg)]
    public void Learn_OtherProcesses_SameBits(Sensitivity sensitivity)
    {
        string one = Hash(Learn(Options with { Sensitivity = sensitivity }));
        ThreadRanks.Run(2, processes => Hash(Learn(Options with { Sensitivity = sensitivity }, processes: processes))).ShouldBe([one, one]);
        ThreadRanks.Run(3, processes => Hash(Learn(Options with { Sensitivity = sensitivity }, 2, processes: processes)))
            .ShouldBe([one, one, one]);
    }

    [Fact]
    public void Learn_FixedLaw_StaysAndStillMeasures()
    {
        MixingResult result = Learn(Options with { Law = new BetaMixing() });
        result.Parameters.ShouldBeEmpty();
        result.Iterations.ShouldAllBe(iteration => iteration.Information > 0);
    }

    [Fact]
    public void Learn_OneIteration_MovesTheDistributionToTheMeanOfThePosteriors()
    {
        // Each φ_j is a step of the configured mean length away; their mean is no further.
        MixingResult result = Learn(Options with { Iterations = 1 });
        using MixingSetup setup = new(Family, hidden: Hidden);
        result.Distribution.Means.Length.ShouldBe(setup.Theta.Length);
        double[] move = [.. result.Distribution.Means.Zip(setup.Theta, (x, y) => x - (double)y)];
        VectorOperations.Norm(move).ShouldBeInRange(0.5 * Options.ParameterStep, Options.ParameterStep);
        result.Distribution.Deviations.ShouldAllBe(deviation => deviation > 0);
    }

    [Fact]
    public void Learn_WrongArguments_AreRefusedBeforeAnyWork()
    {
        using MixingSetup setup = new(Family);
        MdpTask[] tasks = setup.Tasks(3);
        var learner = new MixingLearner(setup.Learner, Options);
        Should.Throw<ArgumentException>(() => learner.Learn(setup.Theta, [], tasks, Key)).ParamName.ShouldBe("critical");
        Should.Throw<ArgumentException>(() => learner.Learn(setup.Theta[1..], tasks, [], Key)).ParamName.ShouldBe("parameters");
        Should.Throw<ArgumentException>(() => new MixingLearner(setup.Learner, Options with { Sets = 1 }));
        Should.Throw<ArgumentException>(
            ()
                => new MixingLearner(setup.Learner, Options with { Draws = 3 })
                    .Learn(setup.Theta, tasks, [], Key)).ParamName.ShouldBe("count");
    }

    [Fact]
    public void Learn_Cancelled_Throws()
    {
        using MixingSetup setup = new(Family);
        MdpTask[] tasks = setup.Tasks(3);
        Should.Throw<OperationCanceledException>(() =>
            new MixingLearner(setup.Learner, Options).Learn(setup.Theta, tasks[..2], tasks[2..], Key, token: new CancellationToken(true)));
    }

    private static MixingResult Learn(MixingOptions options, int threads = 1, ulong seed = 21, ICollective? processes = null)
    {
        using MixingSetup setup = new(Family, new LearnerOptions { Trajectories = 4 }, threads, Hidden, processes);
        MdpTask[] tasks = setup.Tasks(Critical + 3);
        return new MixingLearner(setup.Learner, options).Learn(setup.Theta, tasks[..Critical], tasks[Critical..], RandomKey.FromSeed(seed));
    }

    private static string Hash(MixingResult result)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            MemoryMarshal.AsBytes<double>(
                [.. result.Parameters, .. result.Distribution.Means, .. result.Distribution.Deviations, result.Interactions]));
        foreach (MixingIteration iteration in result.Iterations)
        {
            hash.AppendData(
                MemoryMarshal.AsBytes<double>(
                    [
                        .. iteration.Law, iteration.Information, iteration.Bracket.Lower, iteration.Bracket.Upper,
                        iteration.InfeasibleShare,
                    ]));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static TheoryData<string, string, Sensitivity> Combine()
    {
        var data = new TheoryData<string, string, Sensitivity>();
        foreach (string law in (string[])[nameof(LogitNormal), nameof(ClippedNormal)])
        {
            foreach (string estimator in InformationEstimators.All)
            {
                data.Add(law, estimator, Sensitivity.OneStep);
                data.Add(law, estimator, Sensitivity.ImplicitCg);
            }
        }

        return data;
    }
}
