using System.Collections.Immutable;
using Xmrl.Experiments.Configuration;

namespace Xmrl.Experiments.Settings;

/// <summary>Learners as they are named on the command line.</summary>
public static class LearnerArgument
{
    private static readonly (string Name, LearnerName Learner)[] s_known =
    [
        ("maml", LearnerName.Maml),
        ("first-order-maml", LearnerName.FirstOrderMaml),
        ("e-maml", LearnerName.EMaml),
        ("sg-mrl", LearnerName.SgMrl),
        ("promp", LearnerName.ProMp),
        ("imaml", LearnerName.IMaml),
        ("cavia", LearnerName.Cavia),
    ];

    /// <summary>All names.</summary>
    public static ImmutableArray<string> Names { get; } = [.. s_known.Select(known => known.Name)];

    /// <summary>The overrides that a name stands for: <c>meta.learner</c>; on the built-in configurations also, for CAVIA, which needs a
    /// context, one of 8 numbers that adapts with step size 0.5, and for ProMP the outer step that is its own.</summary>
    /// <param name="name">A name; hyphens and case do not matter.</param>
    /// <param name="hasFile">Whether the configuration comes from a file, which then says everything but the learner.</param>
    /// <returns>Overrides, key=value.</returns>
    /// <exception cref="ConfigurationException">No learner has the name; the message names the nearest.</exception>
    public static ImmutableArray<string> Overrides(string name, bool hasFile)
    {
        ArgumentNullException.ThrowIfNull(name);
        int at = Array.FindIndex(s_known, known => Plain(known.Name) == Plain(name));
        if (at < 0)
        {
            throw new ConfigurationException($"There is no algorithm {name}.{NearestName.Hint(name, Names)}");
        }

        string learner = $"meta.learner={ScalarText.Format(s_known[at].Learner)}";
        return s_known[at].Learner switch
        {
            LearnerName.Cavia when !hasFile => [learner, "policy.contextSize=8", "meta.contextStepSize=0.5"],
            LearnerName.ProMp when !hasFile => [learner, "meta.outerStep=null"],
            _ => [learner],
        };
    }

    private static string Plain(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
}
