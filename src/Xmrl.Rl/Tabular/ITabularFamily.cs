using Xmrl.Rl.Environments;

namespace Xmrl.Rl.Tabular;

/// <summary>Capability of a family: its tasks are small tables, known exactly, so that expectations are sums and need no rollout.</summary>
internal interface ITabularFamily
{
    /// <summary>The process of a task as tables.</summary>
    /// <param name="task">A valid task.</param>
    /// <returns>The tables. All tasks of a family have the same states and actions.</returns>
    TabularMdp Model(MdpTask task);
}
