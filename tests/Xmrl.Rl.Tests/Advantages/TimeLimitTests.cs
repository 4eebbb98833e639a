using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Advantages;

namespace Xmrl.Rl.Tests.Advantages;

/// <summary>The fit beyond the time limit against values derived by hand. Tabular features make the refit a mean per state.</summary>
public sealed class TimeLimitTests
{
    private const double Discount = 0.99;

    /// <summary>After a thousand passes the slowest contraction here, 0.99, leaves 100 · 0.99¹⁰⁰² = 0.0042 of V = 100.</summary>
    private const double Tolerance = 5e-3;

    [Theory]
    [InlineData(1, 100)]
    [InlineData(3, 100)]
    [InlineData(2, 1)]
    public void FitBeyondLimit_ConstantReward_IsTheValueOfTheEndlessTaskAndAllAdvantagesAreEqual(int count, int steps)
    {
        // r + γr + γ²r + … = 1/(1 − γ) = 100, whatever the step: A = r + γV − V = 0.
        (double[] coefficients, Real[] advantages) = Run(new int[count * steps], new int[count], Ones(count * steps), new bool[count]);
        coefficients[0].ShouldBe(100, Tolerance);
        advantages.ShouldAllBe(advantage => Math.Abs(advantage) < Tolerance);
    }

    [Fact]
    public void FitBeyondLimit_CycleCutInItsMiddle_IsItsValue()
    {
        // A pays 1 and leads to B, B pays 0 and leads to A: V(A) = 1/(1 − γ²), V(B) = γV(A). Cut after A, five steps in.
        (double[] coefficients, Real[] advantages) = Run([0, 1, 0, 1, 0], [1], [1, 0, 1, 0, 1], [false]);
        double value = 1 / (1 - (Discount * Discount));
        coefficients[0].ShouldBe(value, Tolerance);
        coefficients[1].ShouldBe(Discount * value, Tolerance);
        advantages.ShouldAllBe(advantage => Math.Abs(advantage) < Tolerance);
    }

    [Fact]
    public void FitBeyondLimit_TerminatedBesideCut_KeepsItsReturn()
    {
        // State 0: cut, reward 1. State 1: three steps of reward 2 and the end, so V is the mean of 2(1 + γ + γ²), 2(1 + γ) and 2.
        (double[] coefficients, _) = Run([0, 0, 0, 0, 1, 1, 1], [0, 0], [1, 1, 1, 1, 2, 2, 2], [false, true], [0, 4, 7]);
        coefficients[0].ShouldBe(100, Tolerance);
        coefficients[1].ShouldBe(2 * (3 + (2 * Discount) + (Discount * Discount)) / 3, Tolerance);
    }

    [Fact]
    public void FitBeyondLimit_AllTerminated_HasTheBitsOfTheFit()
    {
        int[] states = [0, 1, 2, 1, 0, 2];
        Real[] rewards = [1, 2, 3, 4, 5, 6];
        (double[] beyond, _) = Run(states, [0, 1], rewards, [true, true]);
        var returns = new Real[6];
        DiscountedReturns.Compute(Packed(Equal(6, 2), rewards, [true, true]), Discount, returns);
        LinearBaseline plain = new(new Tabular(), 0);
        plain.Fit(Column(states), [], returns);
        beyond.ShouldBe(plain.Coefficients.ToArray());
    }

    [Fact]
    public void FitBeyondLimit_ExtrapolationThatGrows_StopsAfterTheFirstPass()
    {
        // φ = s, one step from s = 1 to s = 2 with reward 3: w = 3 and V(2) = 6; a pass makes it 6 + 2γ·6, and the next would change it
        // by more still.
        LinearBaseline baseline = new(new Proportional(), 0);
        baseline.FitBeyondLimit(new ConstMatrix([1], 1, 1), new ConstMatrix([2], 1, 1), Packed([0, 1], [3], [false]), [3], Discount);
        baseline.Coefficients[0].ShouldBe(3 + (Discount * (6 + (2 * Discount * 6))), Tolerance);
    }

    [Fact]
    public void FitBeyondLimit_WrongArguments_SaysWhatWasFound()
    {
        LinearBaseline baseline = new(new Tabular());
        Should.Throw<ArgumentException>(
            () => baseline.FitBeyondLimit(Column([0]), Column([0]), Packed([0, 1], [1], [false]), [1], 1)).Message.ShouldContain("[0, 1)");
        Should.Throw<ArgumentException>(
            ()
                => baseline.FitBeyondLimit(
                    Column([0]), Column([0, 0]), Packed([0, 1], [1], [false]), [1], 0.5)).Message.ShouldContain("2 columns");
        Should.Throw<InvalidOperationException>(
            ()
                => new LinearBaseline(new LinearTimeFeatures(1))
                    .FitBeyondLimit(Column([0]), Column([0]), Packed([0, 1], [1], [false]), [1], 0.5))
            .Message.ShouldContain(nameof(LinearTimeFeatures));
    }

    private static (double[] Coefficients, Real[] Advantages) Run(
        int[] states, int[] finals, Real[] rewards, bool[] terminated, int[]? starts = null)
    {
        starts ??= Equal(states.Length, finals.Length);
        var returns = new Real[rewards.Length];
        DiscountedReturns.Compute(Packed(starts, rewards, terminated), Discount, returns);
        LinearBaseline baseline = new(new Tabular(), 0);
        baseline.FitBeyondLimit(Column(states), Column(finals), Packed(starts, rewards, terminated), returns, Discount);
        var values = new Real[states.Length];
        var finalValues = new Real[finals.Length];
        baseline.Predict(Column(states), [], values);
        baseline.Predict(Column(finals), [], finalValues);
        var advantages = new Real[states.Length];
        GeneralizedAdvantage.Compute(
            Packed(starts, rewards, terminated), values, finalValues, new GaeOptions { Discount = Discount, Lambda = 1 }, advantages);
        return (baseline.Coefficients.ToArray(), advantages);
    }

    private static PackedTrajectories Packed(int[] starts, Real[] rewards, bool[] terminated)
        => new() { Rewards = rewards, Starts = starts, Terminated = terminated };

    /// <summary>Trajectories of equal length.</summary>
    private static int[] Equal(int samples, int count) => [.. Enumerable.Range(0, count + 1).Select(j => j * samples / count)];

    private static ConstMatrix Column(int[] states)
    {
        Real[] data = [.. states.Select(state => (Real)state)];
        return new ConstMatrix(data, 1, data.Length);
    }

    private static Real[] Ones(int count) => [.. Enumerable.Repeat((Real)1, count)];

    /// <summary>One feature per state 0, 1, 2.</summary>
    private sealed class Tabular : IValueFeatures
    {
        public int Count => 3;

        public bool UsesTime => false;

        public double DefaultRegularization => 0;

        public bool AllowsSinglePrecisionSums => false;

        public void Fill(ConstMatrix observations, ReadOnlySpan<int> times, Matrix features)
        {
            for (int i = 0; i < Count; i++)
            {
                for (int j = 0; j < observations.Columns; j++)
                {
                    features[i, j] = observations[0, j] == i ? 1 : 0;
                }
            }
        }
    }

    /// <summary>φ = s.</summary>
    private sealed class Proportional : IValueFeatures
    {
        public int Count => 1;

        public bool UsesTime => false;

        public double DefaultRegularization => 0;

        public bool AllowsSinglePrecisionSums => false;

        public void Fill(ConstMatrix observations, ReadOnlySpan<int> times, Matrix features) => observations.Row(0).CopyTo(features.Row(0));
    }
}
