using System.Collections.Immutable;
using Xmrl.Meta.Learners;
using Xmrl.Training.Configuration;

namespace Xmrl.Training.Settings;

/// <summary>Learners as they are named on the command line.</summary>
public static class LearnerArgument
{
    /// <summary>All names.</summary>
    public static ImmutableArray<string> Names => [.. LearnerTable.All.Select(learner => learner.Card.Argument)];

    /// <summary>The overrides that a name stands for: <c>meta.learner</c>; on the built-in configurations also what the learner's card
    /// says, such as the context without which CAVIA has nothing to adapt.</summary>
    /// <param name="name">A name; hyphens and case do not matter.</param>
    /// <param name="hasFile">Whether the configuration comes from a file, which then says everything but the learner.</param>
    /// <returns>Overrides, key=value.</returns>
    /// <exception cref="ConfigurationException">No learner has the name; the message names the nearest.</exception>
    public static ImmutableArray<string> Overrides(string name, bool hasFile)
    {
        ArgumentNullException.ThrowIfNull(name);
        LearnerCard card = LearnerTable.All.FirstOrDefault(known => Plain(known.Card.Argument) == Plain(name))?.Card
            ?? throw new ConfigurationException($"There is no algorithm {name}.{NearestName.Hint(name, Names)}");
        return [$"meta.learner={card.Key}", .. hasFile ? [] : card.Overrides];
    }

    private static string Plain(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
}
