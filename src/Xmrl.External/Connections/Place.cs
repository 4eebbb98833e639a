using System.Text;
using Xmrl.Rl.Environments;

namespace Xmrl.External.Connections;

/// <summary>What was asked when something went wrong, for the message.</summary>
/// <param name="Spec">The environment; null before its program has announced it.</param>
/// <param name="Task">The task; null where none is concerned.</param>
/// <param name="Doing">What was done, such as <c>reset</c>.</param>
/// <param name="Step">The step of the episode, from 1; 0 outside of one.</param>
internal readonly record struct Place(EnvironmentSpec? Spec, MdpTask? Task, string Doing, int Step = 0)
{
    /// <summary>Environment, task with its parameters, and step or doing.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        if (Spec is not null)
        {
            text.Append(Spec.Id).Append(", ");
        }

        if (Task is not null)
        {
            EnvironmentSpec? spec = Spec;
            IEnumerable<string> parameters = Task.Parameters.Select((value, i) => $"{spec?.TaskParameterNames[i]} = {value:g6}");
            text.Append("task ").Append(Task.Index).Append(" (").AppendJoin(", ", parameters).Append("), ");
        }

        return Step > 0 ? text.Append("step ").Append(Step).ToString() : text.Append(Doing).ToString();
    }
}
