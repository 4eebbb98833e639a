using Xmrl.Autodiff;
using Xmrl.Meta.Objectives;
using Xmrl.Numerics.Linear;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular;

/// <summary>J(Alg(φ)) of one task as a table, with its exact hyper-gradient: what samples estimate elsewhere. Everything is computed in
/// double; parameters are taken as they come.</summary>
/// <remarks>
/// <para>The Hessian's products are central differences of fourth order of the exact gradient, <see cref="DifferenceStep"/> apart; their
/// relative error is about 1e-11.</para>
/// <para>Without a solution of the inner problem value and derivatives are NaN, and without a derivative (π_φ(a) = 0) these are:
/// <see cref="TabularTask.Differentiate(ReadOnlySpan{double})"/> has status and sentence.</para>
/// </remarks>
/// <param name="task">The task under its within-task algorithm.</param>
/// <param name="anchor">Meta-parameters whose adapted policy divergences are measured from. Shape [P].</param>
internal sealed class TabularObjective(TabularTask task, double[] anchor) : ITaskObjective
{
    /// <summary>Length of the differences.</summary>
    public const double DifferenceStep = 1e-3;

    /// <inheritdoc/>
    public int Dimension => task.Features.Parameters;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<Real> parameters)
    {
        TabularAdapted adapted = task.Adapt(Double(parameters));
        return adapted.Status == TabularStatus.Solved ? task.Mdp.Evaluate(adapted.Policy).Return : double.NaN;
    }

    /// <inheritdoc/>
    /// <remarks>The divergence is E[KL(π′₀ ‖ π′)] over the visits of the anchor's adapted policy π′₀.</remarks>
    public (double Value, double Divergence) ValueAndDivergence(ReadOnlySpan<Real> parameters)
    {
        TabularAdapted first = task.Adapt(anchor);
        TabularAdapted adapted = task.Adapt(Double(parameters));
        if (first.Status != TabularStatus.Solved || adapted.Status != TabularStatus.Solved)
        {
            return (double.NaN, double.NaN);
        }

        var moments = PolicyMoments.Of(task.Mdp, first.Policy);
        double[] logs = SoftmaxTable.LogProbabilities(task.Features.Logits(first.Parameters), task.Mdp.Actions);
        return (task.Mdp.Evaluate(adapted.Policy).Return,
            PolicyDivergence.Mean(ProximalDivergence.Forward, moments, logs, adapted.Policy));
    }

    /// <inheritdoc/>
    public double Gradient(ReadOnlySpan<Real> parameters, Span<double> gradient)
    {
        TabularOutcome outcome = task.Differentiate(Double(parameters));
        outcome.Gradient.CopyTo(gradient);
        return outcome.Adapted.Status == TabularStatus.Solved ? outcome.Value : double.NaN;
    }

    /// <inheritdoc/>
    public void HessianProduct(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> vector, Span<double> product)
        => Curve(Double(parameters), vector, product);

    /// <inheritdoc/>
    public void FisherProduct(ReadOnlySpan<Real> parameters, ReadOnlySpan<double> vector, Span<double> product)
    {
        using PreparedCurvature fisher = PrepareFisher(parameters, new PreparationMemory(0));
        Multiply(fisher, vector, product);
    }

    /// <inheritdoc/>
    public PreparedCurvature PrepareHessian(ReadOnlySpan<Real> parameters, PreparationMemory memory)
    {
        double[] point = Double(parameters);
        return new PreparedCurvature((vector, product) => Curve(point, vector, product));
    }

    /// <inheritdoc/>
    /// <remarks>Holds the Jacobian ∂θ′/∂φ, P adjoint solves.</remarks>
    public PreparedCurvature PrepareFisher(ReadOnlySpan<Real> parameters, PreparationMemory memory)
    {
        double[] point = Double(parameters);
        TabularOutcome outcome = task.Differentiate(point);
        double[][] rows = [.. Enumerable.Range(0, Dimension).Select(p => Row(point, outcome, p))];
        return new PreparedCurvature((vector, product) => Fisher(outcome.After, rows, vector, product));
    }

    /// <inheritdoc/>
    public void Multiply(PreparedCurvature curvature, ReadOnlySpan<double> vector, Span<double> product)
        => curvature.Product!(vector, product);

    private static double[] Double(ReadOnlySpan<Real> parameters)
    {
        double[] result = new double[parameters.Length];
        for (int p = 0; p < result.Length; p++)
        {
            result[p] = parameters[p];
        }

        return result;
    }

    private void Curve(double[] point, ReadOnlySpan<double> vector, Span<double> product)
    {
        double norm = VectorOperations.Norm(vector);
        if (norm == 0)
        {
            product.Clear();
            return;
        }

        double step = DifferenceStep / norm;
        double[] direction = vector.ToArray();
        double[] near = Difference(1);
        double[] far = Difference(2);
        for (int p = 0; p < point.Length; p++)
        {
            product[p] = ((8 * near[p]) - far[p]) / (12 * step);
        }

        double[] Difference(double steps)
        {
            double[] above = Shifted(steps * step);
            double[] below = Shifted(-steps * step);
            return [.. above.Select((x, p) => x - below[p])];
        }

        double[] Shifted(double length) => task.Differentiate([.. point.Select((x, p) => x + (length * direction[p]))]).Gradient;
    }

    /// <summary>∂θ′(p)/∂φ.</summary>
    private double[] Row(double[] point, TabularOutcome outcome, int parameter)
    {
        double[] unit = new double[Dimension];
        unit[parameter] = 1;
        double[] row = new double[Dimension];
        task.Adjoint(point, outcome, unit, row);
        return row;
    }

    private void Fisher(PolicyMoments after, double[][] rows, ReadOnlySpan<double> vector, Span<double> product)
    {
        double[] moved = new double[rows.Length];
        for (int p = 0; p < rows.Length; p++)
        {
            moved[p] = VectorOperations.Dot(rows[p], vector);
        }

        int actions = task.Mdp.Actions;
        double[] byLogits = task.Features.Logits(moved);
        for (int first = 0; first < byLogits.Length; first += actions)
        {
            double[] own = SoftmaxSums.Deviations(after.Policy.AsSpan(first, actions), byLogits.AsSpan(first, actions));
            for (int a = 0; a < actions; a++)
            {
                byLogits[first + a] = after.Visits[first / actions] * own[a];
            }
        }

        double[] cotangent = new double[rows.Length];
        task.Features.AddGradient(byLogits, cotangent);
        product.Clear();
        for (int p = 0; p < rows.Length; p++)
        {
            VectorOperations.AddScaled(cotangent[p], rows[p], product);
        }
    }
}
