using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class ImplicitObjectiveContractTests : TaskObjectiveContract
{
    private static readonly GaussianMlpPolicy Policy = new(
        new GaussianMlpShape { ObservationSize = 2, ActionSize = 2, HiddenSizes = [4], InitialLogStd = 0 });

    private static readonly ProximalOptions Exact = new()
    {
        Strength = 10,
        MaximumSteps = 50,
        Tolerance = 1e-13,
        SolverSteps = 100,
        SolverTolerance = 1e-14,
    };

    protected override (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
    {
        Real[] theta = RandomBatch.Parameters(Policy, 2);
        var inner = new SurrogateEvaluator(new SurrogateProgram(Policy, new LowVarianceCurvature(), holdBase: true));
        var outer = new SurrogateEvaluator(new SurrogateProgram(Policy, new ImportanceRatio()));
        SampleBatch first = RandomBatch.Create(Policy, 20, 6, 3, 5);
        SampleBatch last = RandomBatch.Create(Policy, 30, 4, 7);
        inner.Remember(theta, first);
        Real[] adapted = new ProximalStep(inner, Exact).Step(theta, first).Adapted;
        outer.Remember(adapted, last);
        IReadOnlyList<Real[]> path = knowsItsPath ? [theta, adapted] : [new Real[theta.Length]];
        return (new ImplicitObjective(inner, outer, Exact, new AdaptationData { Path = path, Inner = [first], Outer = last }), theta);
    }
}
