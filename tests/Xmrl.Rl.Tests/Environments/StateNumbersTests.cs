using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Rl.Tests.Environments;

public sealed class StateNumbersTests
{
    [Fact]
    public void Read_WhatWriteWrote_SameBits()
    {
        RandomKey key = RandomKey.FromSeed(3);
        double[] numbers =
        [
            0, 1, -1, 1.0 / 3, 1e-20, -12345.678901234567, 9.99e9,
            .. Enumerable.Range(0, 1000).Select(i => key.Normal((ulong)i) * Math.Pow(10, (i % 20) - 10)),
        ];
        var parts = new Real[numbers.Length * StateNumbers.Parts];
        var read = new double[numbers.Length];
        StateNumbers.Write(numbers, parts);
        StateNumbers.Read(parts, read);
        read.ShouldBe(numbers);
    }

    [Fact]
    public void Read_NotFinite_StaysNotFinite()
    {
        var parts = new Real[2 * StateNumbers.Parts];
        var read = new double[2];
        StateNumbers.Write([double.NaN, double.PositiveInfinity], parts);
        StateNumbers.Read(parts, read);
        read.ShouldAllBe(number => !double.IsFinite(number));
    }
}
