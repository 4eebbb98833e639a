using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Tabular;

namespace Xmrl.Verification.BoMrl;

/// <summary>Objectives J_i(Alg(φ)) − (τ/2)‖φ‖² of exact tables after one adaptation; the ridge makes the maximum unique. The last task is
/// the poor one.</summary>
internal sealed class AdaptedTasks
{
    private const int States = 2;
    private const int Actions = 2;
    private const double Ridge = 0.5;
    private const double Discount = 0.6;

    /// <summary>Newton's method doubles its digits with every step.</summary>
    private const int Steps = 12;

    /// <summary>Norm of a gradient that is rounding.</summary>
    private const double Rounding = 1e-13;

    private readonly TabularTask[] _tasks;

    /// <summary>Draws tasks.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="training">Training tasks.</param>
    /// <param name="divergence">Of the adaptation.</param>
    public AdaptedTasks(RandomKey key, int training, ProximalDivergence divergence)
    {
        var rule = new TabularOptions { Divergence = divergence, Strength = 0.5, Tolerance = 1e-12 };
        _tasks =
        [
            .. RandomTables.Family(key, training + 1, States, Actions, (Discount, 0.6)).Select(mdp => new TabularTask(mdp, rule)),
        ];
    }

    /// <summary>Length of φ.</summary>
    public static int Dimension => States * Actions;

    private int Training => _tasks.Length - 1;

    /// <summary>φ*(ω) by Newton's method.</summary>
    public double[] Optimum(double[] weights)
    {
        double[] logits = new double[Dimension];
        for (int step = 0; step < Steps; step++)
        {
            double[] gradient = DenseSolve.Weighted([.. _tasks[..Training].Select(task => Gradient(task, logits))], weights);
            if (gradient.Max(Math.Abs) < Rounding)
            {
                break;
            }

            double[][] hessian = DenseSolve.Weighted([.. _tasks[..Training].Select(task => Hessian(task, logits))], weights);
            logits = [.. logits.Zip(DenseSolve.Solve(hessian, gradient), (x, d) => x - d)];
        }

        return logits;
    }

    /// <summary>J of the poor task.</summary>
    public double PoorValue(double[] logits) => _tasks[Training].Value(logits) - (0.5 * Ridge * DenseSolve.Dot(logits, logits));

    /// <summary>The influence problem at φ.</summary>
    public ClosedFormInfluence At(double[] logits) => new()
    {
        Gradients = [.. _tasks[..Training].Select(task => Gradient(task, logits))],
        PoorGradient = Gradient(_tasks[Training], logits),
        Hessians = [.. _tasks[..Training].Select(task => Hessian(task, logits))],
    };

    private static double[] Gradient(TabularTask task, double[] logits)
        => [.. task.Differentiate(logits).Gradient.Zip(logits, (g, x) => g - (Ridge * x))];

    private static double[][] Hessian(TabularTask task, double[] logits) => Slopes.Of(x => Gradient(task, x), logits);
}
