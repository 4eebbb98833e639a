using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

/// <summary>Proximal objectives on a 2-4-2 network, solved as far as the numbers go.</summary>
internal static class ProximalSetting
{
    public static readonly GaussianMlpPolicy Policy = new(
        new GaussianMlpShape { ObservationSize = 2, ActionSize = 2, HiddenSizes = [4], InitialLogStd = 0 });

    public static readonly ProximalOptions Exact = new()
    {
        Strength = 10,
        MaximumSteps = 50,
        Tolerance = 1e-13,
        SolverSteps = 100,
        SolverTolerance = 1e-14,
    };

#if REAL_IS_DOUBLE
    private const double Solved = 1e-11;
    private const double Damping = 0;
#else
    private const double Solved = 1e-3;

    /// <summary>Single precision has not the digits to invert the weak directions of a KL divergence.</summary>
    private const double Damping = 1;
#endif

    /// <summary>A network has directions that hardly change an action: its inner problem is concave only with many samples, small
    /// advantages and weights at which the layers bend.</summary>
    public static readonly ProximalOptions Forward = Exact with
    {
        Divergence = ProximalDivergence.Forward,
        Strength = 6,
        Damping = Damping,
    };

    public static readonly ProximalOptions Reverse = Forward with { Divergence = ProximalDivergence.Reverse };

    public static (ITaskObjective Objective, Real[] Parameters) Create(ProximalOptions options, ISurrogate surrogate, bool knowsItsPath)
    {
        Real[] theta = RandomBatch.Parameters(Policy, 2, options.Divergence == ProximalDivergence.Parameters ? 0.4 : 1);
        (SurrogateEvaluator inner, SampleBatch first) = Inner(options, surrogate, theta);
        var outer = new SurrogateEvaluator(new SurrogateProgram(Policy, new ImportanceRatio()));
        SampleBatch last = RandomBatch.Create(Policy, 30, 4, 7);
        (Real[] adapted, double residual) = new ProximalStep(inner, options).Step(theta, first);
        residual.ShouldBeLessThan(Solved);
        outer.Remember(adapted, last);
        IReadOnlyList<Real[]> path = knowsItsPath ? [theta, adapted] : [new Real[theta.Length]];
        return (new ProximalObjective(inner, outer, options, new AdaptationData { Path = path, Inner = [first], Outer = last }), theta);
    }

    public static (SurrogateEvaluator Inner, SampleBatch Batch) Inner(ProximalOptions options, ISurrogate surrogate, Real[] theta)
    {
        var inner = new SurrogateEvaluator(new SurrogateProgram(Policy, surrogate, holdBase: true, options.Divergence));
        SampleBatch batch = options.Divergence == ProximalDivergence.Parameters
            ? RandomBatch.Create(Policy, 20, 6, 3, 5)
            : RandomBatch.Create(Policy, 20, [.. Enumerable.Repeat(10, 12)]);
        if (options.Divergence != ProximalDivergence.Parameters)
        {
            batch.Scale(0.05);
        }

        inner.Remember(theta, batch);
        return (inner, batch);
    }
}
