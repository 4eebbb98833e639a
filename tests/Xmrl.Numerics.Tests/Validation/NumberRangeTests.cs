using Xmrl.Numerics.Validation;

namespace Xmrl.Numerics.Tests.Validation;

public sealed class NumberRangeTests
{
    public static TheoryData<NumberRange, double[], double[], string> Ranges => new()
    {
        { NumberRange.Closed(1, 2), [1, 1.5, 2], [0.9, 2.1], "a number in [1, 2]" },
        { NumberRange.Open(1, 2), [1.5], [1, 2], "a number in (1, 2)" },
        { NumberRange.OpenClosed(0, 10), [1e-9, 10], [0, 10.1], "a number in (0, 10]" },
        { NumberRange.ClosedOpen(0, 1), [0, 0.99], [1, -0.1], "a number in [0, 1)" },
        { NumberRange.AtLeast(1), [1, 1e300], [0.5], "a number ≥ 1" },
        { NumberRange.NotNegative, [0], [-1e-9], "a number ≥ 0" },
        { NumberRange.Positive, [1e-9], [0], "a number > 0" },
        { NumberRange.Finite, [-1e300, 0], [], "a finite number" },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Check_EachRange_ListsWhatLiesOutside(NumberRange range, double[] inside, double[] outside, string expected)
    {
        inside.SelectMany(value => range.Check("Share", value)).ShouldBeEmpty();
        foreach (double value in outside.Concat([double.NaN, double.PositiveInfinity, double.NegativeInfinity]))
        {
            ValidationError error = range.Check("Share", value).ShouldHaveSingleItem();
            (error.Path, error.Expected).ShouldBe(("Share", expected));
        }
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Require_EachRange_ThrowsWithNameExpectedAndFound(
        NumberRange range, double[] inside, double[] outside, string expected)
    {
        inside.Select(value => range.Require(value, "share")).ShouldBe(inside);
        foreach (double value in outside.Append(double.NaN))
        {
            ArgumentOutOfRangeException error = Should.Throw<ArgumentOutOfRangeException>(() => range.Require(value, "share"));
            error.ParamName.ShouldBe("share");
            error.Message.ShouldStartWith(
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"share must be {expected}; found {value}."));
        }
    }

    [Fact]
    public void Require_InAnAccessor_NamesTheProperty()
    {
        ArgumentOutOfRangeException error = Should.Throw<ArgumentOutOfRangeException>(() => new Options { Count = 0 });

        error.Message.ShouldStartWith("Count must be a whole number ≥ 1; found 0.");
        new Options { Count = 2 }.Limit.ShouldBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => new Options { Limit = -1 }).ParamName.ShouldBe("Limit");
    }

    [Fact]
    public void Check_WholeNumber_SaysSo()
        => NumberRange.Closed(1, 20).Check("Steps", 0).ShouldHaveSingleItem().ShouldBe(
            new ValidationError("Steps", "a whole number in [1, 20]", "0"));

    private sealed record Options
    {
        public int Count { get; init => field = NumberRange.AtLeast(1).Require(value); } = 1;

        public double? Limit { get; init => field = NumberRange.NotNegative.Require(value); }
    }
}
