using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Learning;

/// <summary>Environments whose task sets are given, as those of stored data are, instead of drawn.</summary>
internal interface IGivenTasks : IEnvironmentFamily
{
    /// <summary>The tasks of a set, in their order.</summary>
    /// <param name="set">0 training, 1 validation, 2 test.</param>
    IReadOnlyList<MdpTask> TasksOf(int set);
}
