namespace Xmrl.Training.Loop;

/// <summary>Numbers that are not finite, in a sentence for people.</summary>
internal static class NumericalFailure
{
    /// <summary>Throws at the first number that is not finite.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="name">What number i is.</param>
    /// <exception cref="ArithmeticException">One is not finite.</exception>
    public static void Check(double[] values, Func<int, string> name)
    {
        int at = Array.FindIndex(values, value => !double.IsFinite(value));
        if (at >= 0)
        {
            throw Of(name(at), null);
        }
    }

    /// <summary>The exception for a number that is not finite.</summary>
    /// <param name="what">What is not finite.</param>
    /// <param name="inner">What noticed it.</param>
    /// <returns>The exception.</returns>
    public static ArithmeticException Of(string what, Exception? inner)
        => new($"{what}: met a number that is not finite. The checkpoints are intact; start again with a smaller step size.", inner);
}
