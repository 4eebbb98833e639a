using System.Collections.Immutable;
using Xmrl.Training.Configuration;

namespace Xmrl.Experiments.Methods;

/// <summary>The methods that a program knows, in the order in which files and help list them.</summary>
public sealed class MethodTable
{
    /// <summary>Makes a table.</summary>
    /// <param name="methods">Methods of different names.</param>
    /// <exception cref="ArgumentException">Two methods have the same name or title.</exception>
    public MethodTable(IEnumerable<Method> methods)
    {
        All = [.. methods];
        foreach (Method method in All)
        {
            if (All.Count(other => other.Name == method.Name || other.Title == method.Title) > 1)
            {
                throw new ArgumentException(
                    $"Expected methods of different names; found {method.Name} ({method.Title}) twice.", nameof(methods));
            }
        }

        Keys = [.. All.Select(method => method.Name.Key)];
        Names = RegisteredNames.Standard.With<MethodName>(Keys);
    }

    /// <summary>The methods of this program.</summary>
    public static MethodTable Standard { get; } = new(
    [
        LearnedMixing.Xmrl,
        Continued.Method,
        Continued.DoubleWeight,
        LearnedMixing.RandomCritical,
        LearnedMixing.NearestCritical,
        PredefinedAugmentation.Method,
        TaskWeighting.Method,
        MetaAugmentation.Method,
        MetaRegularization.Method,
        InfluenceWeighting.XmrlWeighted,
        AddedValidation.XmrlPoor,
        AddedValidation.RandomAdded,
        InfluenceWeighting.XmrlPruned,
        InfluenceWeighting.RandomPruned,
        InfluenceWeighting.RandomWeighted,
        MoreTraining.Method,
        Prescribed.Method,
        Prescribed.Control,
    ]);

    /// <summary>The reference of every method: the base learner goes on.</summary>
    public static Method Reference => Continued.Method;

    /// <summary>The methods, in order.</summary>
    public ImmutableArray<Method> All { get; }

    /// <summary>Their names in configurations.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>What a configuration for these methods may hold.</summary>
    public RegisteredNames Names { get; }

    /// <summary>The method of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The method.</returns>
    /// <exception cref="ArgumentException">The table has no such method.</exception>
    public Method this[MethodName name] => All.FirstOrDefault(method => method.Name == name)
        ?? throw new ArgumentException($"There is no method {name}.{NearestName.Hint(name.Key, [.. Keys])}", nameof(name));

    /// <summary>The method of a name as configurations have it, or as file names do.</summary>
    /// <param name="name">Such as xmrlPoor or xmrl-poor.</param>
    /// <returns>The method; null if there is none.</returns>
    internal Method? Find(string name) => All.FirstOrDefault(method => method.Name.Key == name || method.Series == name);

    /// <summary>The method that a run is about: the paper's, or where a run leaves it out the first of its variants.</summary>
    /// <param name="methods">The methods of the run, in its order.</param>
    /// <returns>The method; null where there are others alone.</returns>
    internal static Method? Subject(IEnumerable<Method> methods) => methods
        .Where(method => method.Role is MethodRole.Paper or MethodRole.Variant)
        .OrderBy(method => method.Role)
        .FirstOrDefault();
}
