using Xmrl.Numerics.Randomness;

namespace Xmrl.Verification;

/// <summary>Tabular tasks J_i(θ) = Σ_s Σ_a π_θ(a|s)·r_i(s, a) − (τ/2)‖θ‖² with a softmax per state; the ridge makes the maximum unique. The
/// last task is the poor one.</summary>
internal sealed class SoftmaxTasks
{
    private const int States = 2;
    private const int Actions = 3;
    private const double Ridge = 0.25;

    private readonly double[][] _rewards;

    /// <summary>Draws tasks.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="training">Training tasks.</param>
    public SoftmaxTasks(RandomKey key, int training)
        => _rewards =
        [
            .. Enumerable.Range(0, training + 1)
            .Select(i => Enumerable.Range(0, States * Actions).Select(k => key.Derive(i).Normal((ulong)k)).ToArray()),
        ];

    private int Training => _rewards.Length - 1;

    /// <summary>θ*(ω) by Newton's method.</summary>
    public double[] Optimum(double[] weights)
    {
        double[] theta = new double[States * Actions];
        for (int step = 0; step < 60; step++)
        {
            ClosedFormInfluence problem = At(theta);
            double[] move = DenseSolve.Solve(
                DenseSolve.Weighted(problem.Hessians, weights), DenseSolve.Weighted(problem.Gradients, weights));
            theta = [.. theta.Zip(move, (x, d) => x - d)];
        }

        return theta;
    }

    /// <summary>J of the poor task.</summary>
    public double PoorValue(double[] theta)
        => DenseSolve.Dot(Policy(theta), _rewards[Training]) - (0.5 * Ridge * DenseSolve.Dot(theta, theta));

    /// <summary>The influence problem at θ.</summary>
    public ClosedFormInfluence At(double[] theta) => new()
    {
        Gradients = [.. _rewards[..Training].Select(reward => Gradient(theta, reward))],
        PoorGradient = Gradient(theta, _rewards[Training]),
        Hessians = [.. _rewards[..Training].Select(reward => Hessian(theta, reward))],
    };

    private static double[] Policy(double[] theta)
    {
        double[] policy = [.. theta.Select(Math.Exp)];
        return [.. policy.Select((x, k) => x / policy.Skip(k / Actions * Actions).Take(Actions).Sum())];
    }

    /// <summary>r − E_π r in the same state.</summary>
    private static double[] Advantage(double[] policy, double[] reward)
        => [.. reward.Select((r, k) => r - Enumerable.Range(k / Actions * Actions, Actions).Sum(a => policy[a] * reward[a]))];

    private static double[] Gradient(double[] theta, double[] reward)
    {
        double[] policy = Policy(theta);
        double[] advantage = Advantage(policy, reward);
        return [.. theta.Select((x, k) => (policy[k] * advantage[k]) - (Ridge * x))];
    }

    private static double[][] Hessian(double[] theta, double[] reward)
    {
        double[] policy = Policy(theta);
        double[] advantage = Advantage(policy, reward);
        return [.. theta.Select((_, k) => theta.Select((_, l) =>
        {
            double same = k == l ? 1 : 0;
            double curvature = k / Actions == l / Actions
                ? (policy[k] * (same - policy[l]) * advantage[k]) - (policy[k] * policy[l] * advantage[l])
                : 0;
            return curvature - (Ridge * same);
        }).ToArray())];
    }
}
