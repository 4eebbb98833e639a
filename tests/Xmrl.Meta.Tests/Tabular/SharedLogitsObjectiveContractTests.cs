using Xmrl.Contracts;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Tabular;
using Xmrl.Rl.Policies;

using static Xmrl.Meta.Tests.Tabular.RandomTables;

namespace Xmrl.Meta.Tests.Tabular;

public sealed class SharedLogitsObjectiveContractTests : TaskObjectiveContract
{
    protected override (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
    {
        var options = new TabularOptions { Divergence = ProximalDivergence.Parameters, Strength = 1, Tolerance = 1e-12 };
        var task = new TabularTask(Mdp(5, absorbs: false), LogitFeatures.Shared(States, Actions, Features(5)), options);
        Real[] parameters = [.. Parameters(5, task.Features.Parameters).Select(x => (Real)x)];
        return (new TabularObjective(task, [.. parameters.Select(x => (double)x)]), parameters);
    }
}
