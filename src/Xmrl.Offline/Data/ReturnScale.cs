namespace Xmrl.Offline.Data;

/// <summary>c_R, by which returns, values and advantages are divided.</summary>
internal static class ReturnScale
{
    /// <summary>The standard deviation of the discounted returns over all steps.</summary>
    /// <param name="buffers">The training buffers.</param>
    /// <param name="discount">γ in (0, 1].</param>
    /// <returns>The standard deviation, with the number of steps as divisor; 0 for equal returns and for no steps.</returns>
    public static double Of(IEnumerable<TaskBuffer> buffers, double discount)
    {
        double[][] returns = [.. buffers.Select(buffer => buffer.ReturnsAndTails(discount).Returns)];
        long count = returns.Sum(own => (long)own.Length);
        if (count == 0)
        {
            return 0;
        }

        double mean = returns.Sum(own => own.Sum()) / count;
        return Math.Sqrt(returns.Sum(own => own.Sum(value => (value - mean) * (value - mean))) / count);
    }
}
