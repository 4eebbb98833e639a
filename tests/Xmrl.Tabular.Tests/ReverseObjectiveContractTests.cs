using Xmrl.Contracts;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Policies;

using static Xmrl.Tabular.Tests.RandomTables;

namespace Xmrl.Tabular.Tests;

public sealed class ReverseObjectiveContractTests : TaskObjectiveContract
{
    protected override (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
    {
        var options = new TabularOptions { Divergence = ProximalDivergence.Reverse, Strength = 1 };
        var task = new TabularTask(Mdp(5, absorbs: false, states: 2), LogitFeatures.Table(2, Actions), options);
        Real[] parameters = [.. Parameters(5, task.Features.Parameters).Select(x => (Real)(0.2 * x))];
        return (new TabularObjective(task, [.. parameters.Select(x => (double)x)]), parameters);
    }
}
