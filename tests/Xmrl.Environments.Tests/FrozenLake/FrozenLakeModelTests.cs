using Xmrl.Contracts;
using Xmrl.Environments.FrozenLake;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Tabular;

namespace Xmrl.Environments.Tests.FrozenLake;

/// <summary>The tables say what episodes do.</summary>
public sealed class FrozenLakeModelTests
{
    private const int Episodes = 100_000;
    private const string Empty = "SFFF FFFF FFFF FFFG";

    public static TheoryData<string, FrozenLakeOptions> Cases => new()
    {
        { "as in the figures", FrozenLakeOptions.High },
        { "slippery, without pay where held", new FrozenLakeOptions { Slippery = true, AbsorbingPays = false } },
        { "holes that do not hold", new FrozenLakeOptions { HolesHold = false } },
    };

    /// <summary>Six steps to the goal, which then pays for ever, or until step 49: γ⁵/(1 − γ), and the same less γ⁴⁹/(1 − γ).</summary>
    [Fact]
    public void Optimum_EmptyLake_IsThatOfTheFigures()
    {
        var family = new FrozenLakeFamily();
        TabularMdp model = Model(family, FrozenLakeTests.Task(family, Empty));
        TabularEvaluation optimum = model.Optimum();

        optimum.Return.ShouldBe(1.6384, 1e-12);
        model.AtStart(model.ValuesAtHorizon(optimum.Policy, 49)).ShouldBe((Math.Pow(0.8, 5) - Math.Pow(0.8, 49)) / 0.2, 1e-12);
        model.AtStart(model.ValuesAtHorizon(optimum.Policy, 49)).ShouldBe(1.6383, 5e-5);
    }

    /// <summary>Paid once, the goal is worth γ⁵.</summary>
    [Fact]
    public void Optimum_GoalThatPaysOnce_IsDiscountedOnce()
    {
        var family = new FrozenLakeFamily(new FrozenLakeOptions { AbsorbingPays = false });
        Model(family, FrozenLakeTests.Task(family, Empty)).Optimum().Return.ShouldBe(Math.Pow(0.8, 5), 1e-12);
    }

    /// <summary>Every task has the optimum of the empty lake or a longer way around its holes, as no step is undone by chance.</summary>
    [Fact]
    public void Optimum_AnyTask_IsAWayOfEvenLength()
    {
        var family = new FrozenLakeFamily();
        for (int index = 0; index < 200; index++)
        {
            double value = Model(family, family.SampleTask(RandomKey.FromSeed(2), index)).Optimum().Return;
            double steps = (Math.Log(value * 0.2) / Math.Log(0.8)) + 1;
            steps.ShouldBe(Math.Round(steps), 1e-9);
            (Math.Round(steps) % 2).ShouldBe(0);
            steps.ShouldBeGreaterThan(5.5);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Model_AgainstEpisodes_SameVisitsAndRewardsWithinFourDeviations(string name, FrozenLakeOptions options)
    {
        var family = new FrozenLakeFamily(options);
        MdpTask task = FrozenLakeTests.Task(family, "SFFF FHFF FFFH FFFG");
        TabularMdp model = Model(family, task);
        RandomKey key = RandomKey.FromSeed(17);
        double[] logits = [.. Enumerable.Range(0, model.States * model.Actions).Select(pair => key.Normal((ulong)pair))];
        double[] policy = SoftmaxTable.Probabilities(logits, model.Actions);
        Statistic[] visits = [.. Enumerable.Range(0, model.States).Select(_ => new Statistic())];
        var paid = new Statistic();

        Play(family, task, policy, key, (counts, total) =>
        {
            for (int cell = 0; cell < counts.Length; cell++)
            {
                visits[cell].Add(counts[cell]);
            }

            paid.Add(total);
        });

        double[] expected = ExpectedVisits(model, policy, options);
        for (int cell = 0; cell < expected.Length; cell++)
        {
            visits[cell].ShouldAgreeWith(expected[cell], $"{name}: visits of cell {cell}");
        }

        paid.ShouldAgreeWith(model.AtStart(model.ValuesAtHorizon(policy, options.Horizon)), $"{name}: discounted rewards");
    }

    private static TabularMdp Model(FrozenLakeFamily family, MdpTask task) => ((ITabularFamily)family).Model(task);

    /// <summary>Expected steps in each cell before the horizon; where episodes end, none is made from the cell that ends them.</summary>
    private static double[] ExpectedVisits(TabularMdp model, double[] policy, FrozenLakeOptions options)
    {
        double[] at = [.. model.Start];
        double[] visits = new double[model.States];
        for (int step = 0; step < options.Horizon; step++)
        {
            double[] after = new double[model.States];
            for (int pair = 0; pair < policy.Length; pair++)
            {
                int cell = pair / model.Actions;
                if (options.AbsorbingPays || model.IsLive(cell))
                {
                    double flow = at[cell] * policy[pair];
                    visits[cell] += flow;
                    for (int next = 0; next < after.Length; next++)
                    {
                        after[next] += flow * model.Next(cell, pair % model.Actions)[next];
                    }
                }
            }

            at = after;
        }

        return visits;
    }

    private static void Play(FrozenLakeFamily family, MdpTask task, double[] policy, RandomKey key, Action<int[], double> finished)
    {
        IEnvironment lake = family.Create(task, 1);
        StepBuffers buffers = new(family.Spec, 1);
        for (int episode = 0; episode < Episodes; episode++)
        {
            RandomKey own = key.Derive((ulong)episode);
            int[] counts = new int[policy.Length / FrozenLakeMap.Directions];
            double total = 0;
            lake.Reset([0], own, buffers.Observations);
            double discount = 1;
            for (int step = 0; step == 0 || !(buffers.Terminated[0] || buffers.Truncated[0]); step++)
            {
                int cell = Array.IndexOf(buffers.Observations, (Real)1);
                counts[cell]++;
                ReadOnlySpan<double> chances = policy.AsSpan(cell * FrozenLakeMap.Directions, FrozenLakeMap.Directions);
                buffers.Actions[0] = Draw(chances, own.Uniform((ulong)step));
                lake.Step([0], buffers.Actions, buffers.Result);
                total += discount * (double)buffers.Rewards[0];
                discount *= family.Options.Discount;
            }

            finished(counts, total);
            buffers.Terminated[0] = buffers.Truncated[0] = false;
        }
    }

    private static int Draw(ReadOnlySpan<double> chances, double draw)
    {
        int action = 0;
        while (action < chances.Length - 1 && draw >= chances[action])
        {
            draw -= chances[action++];
        }

        return action;
    }

    /// <summary>Mean and variance of one figure over episodes.</summary>
    private sealed class Statistic
    {
        private double _sum;
        private double _squares;

        public void Add(double value)
        {
            _sum += value;
            _squares += value * value;
        }

        public void ShouldAgreeWith(double expected, string what)
        {
            double mean = _sum / Episodes;
            double variance = Math.Max(0, (_squares / Episodes) - (mean * mean));
            mean.ShouldBe(expected, (4 * Math.Sqrt(variance / Episodes)) + 1e-9, what);
        }
    }
}
