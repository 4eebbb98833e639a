using Xmrl.Numerics.Randomness;

namespace Xmrl.Environments.BernoulliBandit;

/// <summary>The arm whose success rate is highest among one draw of each posterior, Beta(s + 1, f + 1).</summary>
/// <remarks>A draw costs s + f + 2 uniform numbers: X/(X + Y) for sums X and Y of s + 1 and f + 1 exponential numbers.</remarks>
/// <seealso href="https://doi.org/10.1093/biomet/25.3-4.285">Thompson (1933).</seealso>
internal sealed class ThompsonSampling : IBanditStrategy
{
    public int Choose(BanditHistory history, RandomKey key) => history.Best(
        arm =>
        {
            RandomKey own = key.Derive(arm);
            ulong number = 0;
            double success = SumOfExponentials(history.Successes(arm) + 1, own, ref number);
            double failure = SumOfExponentials(history.Failures(arm) + 1, own, ref number);
            return success / (success + failure);
        },
        key);

    /// <summary>−ln of a product of uniform numbers, taken apart before it becomes too small.</summary>
    private static double SumOfExponentials(int count, RandomKey key, ref ulong number)
    {
        const double Small = 1e-280;
        double sum = 0;
        double product = 1;
        for (int i = 0; i < count; i++)
        {
            product *= key.UniformOpen(number++);
            if (product < Small)
            {
                sum -= Math.Log(product);
                product = 1;
            }
        }

        return sum - Math.Log(product);
    }
}
