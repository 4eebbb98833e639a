using Xmrl.Autodiff;
using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Linear;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <summary>T = ∂θ′/∂θ = B⁻¹C of the solution θ′ of a proximal problem, by solves with conjugate gradients.</summary>
/// <remarks>Between parameters C = λ̄I, and what <see cref="Solve"/> gives is λ̄B⁻¹·v at once; otherwise it is B⁻¹·v.</remarks>
internal sealed class ProximalJacobian : IDisposable
{
    /// <summary>Factor by which damping is raised, and how often at most: from a thousandth to a million times the curvature.</summary>
    private const double Raise = 10;
    private const int MostRaises = 9;

    private readonly SurrogateEvaluator _inner;
    private readonly ProximalStep _step;
    private readonly ProximalOptions _options;
    private readonly Products _products;

    private ProximalJacobian(SurrogateEvaluator inner, ProximalStep step, ProximalOptions options, Products products)
    {
        _inner = inner;
        _step = step;
        _options = options;
        _products = products;
    }

    /// <summary>How the solve for the outer gradient ended with the damping that was asked for;
    /// <see cref="ConjugateGradientStatus.NegativeCurvature"/> where the damping was raised.</summary>
    public ConjugateGradientStatus Status { get; private set; }

    /// <summary>What <see cref="Solve"/> gives for the outer gradient. Shape [P].</summary>
    public double[] Adjoint { get; private set; } = [];

    /// <summary>Bytes of kept values.</summary>
    public long Bytes => _products.Hessian.Bytes + (_products.Cross?.Bytes ?? 0) + (_products.Transposed?.Bytes ?? 0);

    /// <summary>Prepares the products of one point.</summary>
    /// <param name="inner">Evaluates the inner problem; its centre is set.</param>
    /// <param name="step">Inverts.</param>
    /// <param name="options">The inner problem.</param>
    /// <param name="point">θ′ and its samples.</param>
    /// <param name="memory">Lends memory.</param>
    /// <returns>The Jacobian, for the thread of <paramref name="inner"/>.</returns>
    public static ProximalJacobian Prepare(
        SurrogateEvaluator inner, ProximalStep step, ProximalOptions options, ProximalPoint point, PreparationMemory memory)
    {
        bool crosses = options.Divergence != ProximalDivergence.Parameters;
        PreparedProduct hessian = inner.PrepareHessian(point.Adapted, point.Batch, memory);
        var jacobian = new ProximalJacobian(inner, step, options, new Products
        {
            Hessian = hessian,
            Cross = crosses ? inner.PrepareCross(point.Adapted, point.Batch, memory) : null,
            Transposed = crosses ? inner.PrepareTransposedCross(point.Adapted, point.Batch, memory) : null,
            Ridge = options.Damping > 0 ? options.Damping * Curvature(inner, options, hessian, point.OuterGradient) : 0,
        });
        jacobian.SolveOuter(point.OuterGradient);
        return jacobian;
    }

    /// <summary>The same Jacobian with the evaluator of another worker.</summary>
    /// <param name="inner">Its evaluator of the same program.</param>
    /// <param name="step">Its step.</param>
    /// <returns>A Jacobian that owns nothing.</returns>
    public ProximalJacobian For(SurrogateEvaluator inner, ProximalStep step) => new(inner, step, _options, _products);

    /// <summary>λ̄(B + δI)⁻¹·v between parameters, (B + δI)⁻¹·v otherwise.</summary>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <returns>The product. Shape [P].</returns>
    public double[] Solve(ReadOnlySpan<double> vector) => SolveWithStatus(vector, out _);

    private double[] SolveWithStatus(ReadOnlySpan<double> vector, out ConjugateGradientStatus status)
    {
        var product = new double[vector.Length];
        status = _step.Invert((v, result) => _inner.Multiply(_products.Hessian, v, result), vector, product, _products.Ridge).Status;
        for (int i = 0; i < product.Length && _products.Cross is null; i++)
        {
            product[i] *= _options.Strength;
        }

        return product;
    }

    /// <summary>B⁻¹·v of what <see cref="Solve"/> gave.</summary>
    /// <param name="solution">The solution. Shape [P].</param>
    /// <returns>Shape [P].</returns>
    public double[] Unscaled(double[] solution)
        => _products.Cross is null ? [.. solution.Select(value => value / _options.Strength)] : solution;

    /// <summary>T·v.</summary>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <returns>The product. Shape [P].</returns>
    public double[] Times(ReadOnlySpan<double> vector)
    {
        if (_products.Cross is not { } cross)
        {
            return Solve(vector);
        }

        var product = new double[vector.Length];
        _inner.Multiply(cross, vector, product);
        return Solve(product);
    }

    /// <summary>Cᵀ·u of a solution u = B⁻¹·g: Tᵀ·g.</summary>
    /// <param name="solution">What <see cref="Solve"/> gave. Shape [P].</param>
    /// <returns>The product. Shape [P].</returns>
    public double[] Transposed(double[] solution)
    {
        if (_products.Transposed is not { } transposed)
        {
            return solution;
        }

        var product = new double[solution.Length];
        _inner.Multiply(transposed, solution, product);
        return product;
    }

    /// <summary>Gives the memory of the products back.</summary>
    public void Dispose()
    {
        _products.Hessian.Dispose();
        _products.Cross?.Dispose();
        _products.Transposed?.Dispose();
    }

    /// <summary>Solves for the outer gradient. Damping that is not enough for a positive definite matrix is raised until it is: a policy
    /// may be adapted to where its inner problem is not concave.</summary>
    private void SolveOuter(double[] gradient)
    {
        Adjoint = SolveWithStatus(gradient, out ConjugateGradientStatus status);
        Status = status;
        for (int k = 0; k < MostRaises && status == ConjugateGradientStatus.NegativeCurvature && _products.Ridge > 0; k++)
        {
            _products.Ridge *= Raise;
            Adjoint = SolveWithStatus(gradient, out status);
        }
    }

    /// <summary>|gᵀBg|/gᵀg, 0 where g is 0.</summary>
    private static double Curvature(SurrogateEvaluator inner, ProximalOptions options, PreparedProduct hessian, double[] gradient)
    {
        double squared = VectorOperations.Dot(gradient, gradient);
        if (!(squared > 0 && double.IsFinite(squared)))
        {
            return 0;
        }

        var product = new double[gradient.Length];
        inner.Multiply(hessian, gradient, product);
        double own = VectorOperations.Dot(gradient, product) / squared;
        double curvature = Math.Abs((options.Divergence == ProximalDivergence.Parameters ? options.Strength : 0) - own);
        return double.IsFinite(curvature) ? curvature : 0;
    }

    private sealed record Products
    {
        public required PreparedProduct Hessian { get; init; }

        public PreparedProduct? Cross { get; init; }

        public PreparedProduct? Transposed { get; init; }

        public double Ridge { get; set; }
    }
}
