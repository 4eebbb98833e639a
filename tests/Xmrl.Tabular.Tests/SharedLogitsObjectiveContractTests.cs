using Xmrl.Contracts;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Policies;

using static Xmrl.Tabular.Tests.RandomTables;

namespace Xmrl.Tabular.Tests;

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
