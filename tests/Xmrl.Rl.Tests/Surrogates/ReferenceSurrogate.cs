using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;
using Xmrl.Rl.Tests.Policies;

namespace Xmrl.Rl.Tests.Surrogates;

/// <summary>The surrogates as plain formulas of log-probabilities, without a tape; base log-probabilities are held fixed.</summary>
internal static class ReferenceSurrogate
{
    public static double[] LogProbabilities(GaussianMlpPolicy policy, Real[] parameters, SampleBatch batch)
    {
        Real[] means = Means(policy, parameters, batch);
        Real[] logStd = LogStd(policy, parameters);
        var result = new double[batch.Samples];
        for (int t = 0; t < result.Length; t++)
        {
            result[t] = DiagonalGaussian.LogDensity(Column(batch, t), MeanOf(means, batch, t), logStd);
        }

        return result;

        static Real[] Column(SampleBatch batch, int t)
        {
            var column = new Real[batch.ActionSize];
            for (int a = 0; a < column.Length; a++)
            {
                column[a] = batch.Actions[a, t];
            }

            return column;
        }
    }

    public static double Value(string surrogate, SampleBatch batch, double[] current, double[] fixedBase)
    {
        double sum = 0;
        for (int j = 0; j < batch.Trajectories; j++)
        {
            double past = 0;
            double weighted = 0;
            for (int t = batch.Starts[j]; t < batch.Starts[j + 1]; t++)
            {
                double logRatio = current[t] - fixedBase[t];
                past += logRatio;
                weighted += logRatio * batch.Advantages[t];
                sum += surrogate switch
                {
                    nameof(LogLikelihood) => current[t],
                    nameof(Score) or nameof(TrajectoryHessian) => current[t] * batch.Advantages[t],
                    nameof(Dice)
                        => (Math.Exp(past) * batch.DiscountedRewards[t]) + ((1 - Math.Exp(logRatio)) * batch.DiscountedBaselines[t]),
                    _ => Math.Exp(logRatio) * batch.Advantages[t],
                };
            }

            sum += surrogate == nameof(TrajectoryHessian) ? 0.5 * past * weighted : 0;
        }

        return sum;
    }

    /// <summary>Row after row: [A, n].</summary>
    public static Real[] Means(GaussianMlpPolicy policy, Real[] parameters, SampleBatch batch)
    {
        var means = new Real[batch.ActionSize * batch.Samples];
        policy.CreateForward(batch.Samples).Output(parameters, batch.Observations, new Matrix(means, batch.ActionSize, batch.Samples));
        return means;
    }

    public static Real[] MeanOf(Real[] means, SampleBatch batch, int t)
        => [.. Enumerable.Range(0, batch.ActionSize).Select(a => means[(a * batch.Samples) + t])];

    public static Real[] LogStd(GaussianMlpPolicy policy, Real[] parameters) => policy.Shape.LearnLogStd
        ? policy.Tensor("log_std").Of(parameters.AsSpan()).ToArray()
        : [.. Enumerable.Repeat((Real)policy.Shape.InitialLogStd, policy.Shape.ActionSize)];
}
