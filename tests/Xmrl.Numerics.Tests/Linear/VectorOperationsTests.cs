using Xmrl.Numerics.Linear;

namespace Xmrl.Numerics.Tests.Linear;

public sealed class VectorOperationsTests
{
    [Fact]
    public void Add_EveryLength_AddsInDouble()
    {
        for (int length = 0; length <= 70; length++)
        {
            Real[] x = [.. Enumerable.Range(0, length).Select(i => (Real)Math.Sin(i))];
            double[] y = [.. Enumerable.Range(0, length).Select(i => Math.Cos(i))];
            double[] expected = [.. y.Zip(x, (a, b) => a + b)];
            VectorOperations.Add(x, y);
            y.ShouldBe(expected);
        }
    }

    [Fact]
    public void Add_LengthsDiffer_NamesBoth()
        => Should.Throw<ArgumentException>(() => VectorOperations.Add(new Real[3], new double[2])).Message.ShouldContain("2");
}
