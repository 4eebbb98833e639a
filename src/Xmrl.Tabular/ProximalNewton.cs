using Xmrl.Numerics.Linear;

namespace Xmrl.Tabular;

/// <summary>Damped Newton ascent of a block's objective from φ: a ridge is raised until the matrix is positive definite and the value
/// rises. Where the objective is not concave, this picks the branch that begins at φ; from a saddle, where two actions are equal by
/// symmetry, the one that favours the first of them.</summary>
/// <param name="options">Tolerance and largest number of steps.</param>
internal sealed class ProximalNewton(TabularOptions options)
{
    /// <summary>Tenfold raises of the ridge after which a step is given up.</summary>
    private const int MostRaises = 40;

    /// <summary>First ridge as a share of the largest element of the Hessian.</summary>
    private const double FirstRidge = 1e-3;

    /// <summary>Length of the trial moves away from a saddle.</summary>
    private const double EscapeLength = 0.1;

    /// <summary>Changes of the value below this share are rounding; the gradient's norm decides then.</summary>
    private const double ValueRounding = 1e-13;

    /// <summary>Gradients below this share of what they are sums of are rounding.</summary>
    private const double GradientRounding = 1e-14;

    /// <summary>Solves the block's inner problem.</summary>
    /// <param name="objective">The block.</param>
    /// <param name="parameters">Receives θ′ of the block. Shape [Count].</param>
    /// <returns>Newton steps, and the norm of the gradient as a share of its norm at φ; 0 where rounding is all that is left.</returns>
    public (int Steps, double Residual) Solve(BlockObjective objective, Span<double> parameters)
    {
        objective.Center.CopyTo(parameters);
        if (objective.IsEmpty)
        {
            return (0, 0);
        }

        double[] gradient = new double[parameters.Length];
        double[] hessian = new double[parameters.Length * parameters.Length];
        double value = objective.Derive(parameters, gradient, hessian);
        double first = VectorOperations.Norm(gradient);
        double norm = first;
        double rounding = GradientRounding * objective.Scale;
        int steps = 0;
        while (steps < options.MaximumSteps && norm > Math.Max(options.Tolerance * first, rounding))
        {
            if (!Climb(objective, parameters, (value, gradient, norm), hessian) && !Escape(objective, parameters, value, hessian))
            {
                break;
            }

            steps++;
            value = objective.Derive(parameters, gradient, hessian);
            norm = VectorOperations.Norm(gradient);
        }

        return (steps, norm <= rounding ? 0 : norm / first);
    }

    private static bool Climb(
        BlockObjective objective, Span<double> parameters, (double Value, double[] Gradient, double Norm) at, double[] hessian)
    {
        double largest = hessian.Max(Math.Abs);
        double ridge = 0;
        double[] candidate = new double[parameters.Length];
        double[] gradient = new double[parameters.Length];
        for (int raise = 0; raise < MostRaises; raise++)
        {
            double[]? step = Direction(hessian, ridge, at.Gradient);
            ridge = ridge == 0 ? FirstRidge * largest : 10 * ridge;
            if (step is null)
            {
                continue;
            }

            for (int p = 0; p < candidate.Length; p++)
            {
                candidate[p] = parameters[p] + step[p];
            }

            double value = objective.Derive(candidate, gradient, []);
            double rounding = ValueRounding * (1 + Math.Abs(at.Value));
            if (value > at.Value + rounding || (value >= at.Value - rounding && VectorOperations.Norm(gradient) < at.Norm))
            {
                candidate.CopyTo(parameters);
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves from one parameter to a later one where that has positive curvature, and the value rises.</summary>
    private static bool Escape(BlockObjective objective, Span<double> parameters, double value, double[] hessian)
    {
        int size = parameters.Length;
        double[] gradient = new double[size];
        for (int p = 0; p < size; p++)
        {
            for (int q = p + 1; q < size; q++)
            {
                if (hessian[(p * size) + p] + hessian[(q * size) + q] - (2 * hessian[(p * size) + q]) <= 0)
                {
                    continue;
                }

                double[] candidate = parameters.ToArray();
                candidate[p] += EscapeLength;
                candidate[q] -= EscapeLength;
                if (objective.Derive(candidate, gradient, []) > value + (ValueRounding * (1 + Math.Abs(value))))
                {
                    candidate.CopyTo(parameters);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>(ridge·I − H)⁻¹·g; null where the matrix is not positive definite.</summary>
    private static double[]? Direction(double[] hessian, double ridge, double[] gradient)
    {
        int size = gradient.Length;
        int stride = Cholesky.Stride(size);
        double[] matrix = new double[size * stride];
        for (int p = 0; p < size; p++)
        {
            for (int q = p; q < size; q++)
            {
                matrix[(p * stride) + q] = -hessian[(p * size) + q];
            }

            matrix[(p * stride) + p] += ridge;
        }

        return Cholesky.TryFactor(matrix, size) == CholeskyStatus.Factored ? Cholesky.Solve(matrix, gradient) : null;
    }
}
