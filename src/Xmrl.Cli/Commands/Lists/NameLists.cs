using System.Globalization;
using Xmrl.Environments.Registry;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Learners;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;
using Xmrl.Training.Sources;

namespace Xmrl.Cli.Commands.Lists;

/// <summary>The lists of names.</summary>
internal static class NameLists
{
    /// <summary>What is listed.</summary>
    internal static string[] Kinds { get; } = ["experiments", "learners", "methods", "tables", "environments"];

    /// <summary>A list.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="context">Experiments and tables.</param>
    internal static NameList Of(string kind, CommandContext context) => kind switch
    {
        "experiments" => List(
            ["Experiment", "What it is"], context.Experiments.Listed,
            static known => [known.Name, known.Summary],
            static known => new { known.Name, known.Summary }),
        "learners" => List(
            ["Learner", "Key", "Title", "Paper"], LearnerTable.All,
            static learner => [learner.Card.Argument, learner.Card.Key, learner.Card.Title, learner.Card.Paper],
            static learner => new { name = learner.Card.Argument, learner.Card.Key, learner.Card.Title, learner.Card.Paper }),
        "methods" => List(
            ["Method", "Title", "Role", "What it does"], MethodTable.Standard.All,
            static method => [method.Name.Key, method.Title, Word(method.Role), method.Description],
            static method => new { name = method.Name.Key, method.Title, role = Word(method.Role), method.Description, method.Strength }),
        "tables" => List(
            ["Table", "Runs", "What it is"], context.Reproductions.All,
            static table => [table.Id, Whole(table.Seeds * table.Series.Length), table.Summary],
            static table => new
            {
                name = table.Id,
                table.Summary,
                table.Protocol.Source,
                table.Seeds,
                runs = table.Seeds * table.Series.Length,
            }),
        _ => Environments(),
    };

    /// <summary>Names alone, for completion.</summary>
    internal static IEnumerable<string> Names(string kind, CommandContext context) => kind switch
    {
        "experiments" => context.Experiments.Listed.Select(static known => known.Name),
        "environments" => KnownEnvironments.All().Ids,
        _ => Of(kind, context).Rows.Select(static row => row[0]),
    };

    private static NameList Environments()
    {
        EnvironmentRegistry known = KnownEnvironments.All();
        EnvironmentSpec[] specs = [.. known.Ids.Select(id => known.Get(id).Spec)];
        return List(
            ["Environment", "Observation", "Action", "Horizon", "Task parameters", "Score"], specs,
            static spec =>
            [
                spec.Id, Whole(spec.ObservationSize), Whole(spec.ActionSize), Whole(spec.Horizon),
                string.Join(", ", spec.TaskParameterNames), spec.ScoreName,
            ],
            static spec => new
            {
                name = spec.Id,
                spec.ObservationSize,
                spec.ActionSize,
                spec.Horizon,
                spec.TaskParameterNames,
                score = spec.ScoreName,
            });
    }

    private static NameList List<T>(string[] headers, IEnumerable<T> things, Func<T, string[]> row, Func<T, object> document)
    {
        T[] all = [.. things];
        return new NameList(headers, [.. all.Select(row)], [.. all.Select(document)]);
    }

    private static string Word<T>(T role)
        where T : struct, Enum => ScalarText.Format(role);

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
