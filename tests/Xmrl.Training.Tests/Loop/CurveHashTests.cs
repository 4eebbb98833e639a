using Xmrl.Training.Loop;

namespace Xmrl.Training.Tests.Loop;

public sealed class CurveHashTests
{
    private static readonly string s_hash = new('a', 64);

    [Fact]
    public void Current_WithoutRows_IsThatOfNothing()
    {
        using var hash = new CurveHash();

        // FIPS 180-4: the digest of the empty message.
        hash.Current.ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    [Fact]
    public void Add_OtherTimesOrOrder_GivesTheSameHash()
        => Of(7, [("a", 1), ("b", double.NaN), ("seconds", 1), ("physics_seconds", 2)])
            .ShouldBe(Of(7, [("b", -double.NaN), ("seconds", 5), ("a", 1)]));

    [Theory]
    [InlineData(8, "a", 1.0, "parameters")]
    [InlineData(7, "b", 1.0, "parameters")]
    [InlineData(7, "a", 1.0000000000000002, "parameters")]
    [InlineData(7, "a", -1.0, "parameters")]
    [InlineData(7, "a", 1.0, "policy.w")]
    public void Add_OtherIterationNameValueOrHash_GivesAnother(long iteration, string name, double value, string tensor)
        => Of(iteration, [(name, value)], tensor).ShouldNotBe(Of(7, [("a", 1)]));

    [Fact]
    public void Add_NegativeZero_GivesAnother() => Of(7, [("a", -0.0)]).ShouldNotBe(Of(7, [("a", 0.0)]));

    [Fact]
    public void Current_BetweenRows_DoesNotChangeWhatFollows()
    {
        using var asked = new CurveHash();
        using var silent = new CurveHash();
        for (int i = 0; i < 3; i++)
        {
            asked.Add(i, [KeyValuePair.Create("a", (double)i)], []);
            silent.Add(i, [KeyValuePair.Create("a", (double)i)], []);
            _ = asked.Current;
        }

        asked.Current.ShouldBe(silent.Current);
    }

    private static string Of(long iteration, (string Name, double Value)[] values, string tensor = "parameters")
    {
        using var hash = new CurveHash();
        hash.Add(
            iteration, values.Select(static value => KeyValuePair.Create(value.Name, value.Value)), [KeyValuePair.Create(tensor, s_hash)]);
        return hash.Current;
    }
}
