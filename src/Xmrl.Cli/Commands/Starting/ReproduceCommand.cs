using System.CommandLine;
using Xmrl.Cli.Commands.Options;
using Xmrl.Cli.Commands.Watching;
using Xmrl.Cli.Rendering;
using Xmrl.Reproduction;
using Xmrl.Reproduction.Running;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Commands.Starting;

/// <summary>reproduce: a table of a paper, made again.</summary>
/// <param name="context">The outer world.</param>
/// <param name="global">Options of every command.</param>
/// <param name="commands">Runs what was asked.</param>
internal sealed class ReproduceCommand(CommandContext context, GlobalOptions global, ExperimentCommands commands)
{
    /// <summary>Builds the command; without its options where the command line is about another one.</summary>
    internal Command Create()
    {
        var id = new Argument<string?>("table") { Description = "paper/table; left out: a list of all.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(
            "reproduce",
            "Make a table of a paper again: all runs, our figures beside the paper's with intervals, a verdict per cell, and what it "
                + "cost.")
        {
            id,
        };
        if (!context.Asks(command.Name))
        {
            return command;
        }

        Option<int?> seeds = RunOptions.WholeOrNull(
            "--seeds", 1, ReproductionConfiguration.MostSeeds, "Number of seeds; left out: as many as the paper.");
        var experiment = new Option<string?>("--experiment")
        {
            HelpName = "name",
            Description =
                "Experiment, for tables of several: drone, stock, halfcheetah-velocity, ant-velocity. Left out: drone.",
        };
        var options = new RunOptions(context.Threads);
        var variants = new VariantOptions();
        var join = new Option<string[]>("--join")
        {
            HelpName = "results.json",
            Description = "Instead of runs: joins results of this table with other seeds into the file --out; may be repeated.",
        };
        foreach (
            Option option in new Option[]
            {
                experiment,
                variants.Scale,
                seeds,
                variants.Score,
                variants.Actions,
                options.Seed,
                options.Out,
                options.Threads,
                options.SaveEvery,
                options.Quick,
                options.Set,
                options.Data,
                options.Force,
                options.Watch,
                join,
            })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            if (parsed.GetValue(id) is not { } name)
            {
                ReproductionPrinter.List(context.Output, context.Reproductions, parsed.GetValue(global.Json));
                return ExitCode.Ok;
            }

            ReproductionVariant variant = variants.Of(parsed, parsed.GetValue(options.Quick));
            TableReproduction reproduction = context.Reproductions.Find(name, parsed.GetValue(experiment)).At(variant);
            if (parsed.GetValue(join) is { Length: > 0 } parts)
            {
                return Join(parsed, reproduction, parts, parsed.GetValue(options.Out));
            }

            bool quick = variant.Scale == ReproductionScale.Quick;
            string byDefault = $"{reproduction.FolderName}{VariantOptions.Suffix(variant)}";
            var request = new ExperimentRequest
            {
                Experiment = reproduction.Id,
                Action = ExperimentAction.Reproduce,
                Seed = parsed.GetValue(options.Seed),
                Seeds = parsed.GetValue(seeds),
                OutputDirectory = context.Files.New(parsed.GetValue(options.Out) ?? Path.Combine(context.RunsFolder, byDefault)),
                AnyFreeDirectory = parsed.GetValue(options.Out) is null,
                Processes = context.Processes,
                Threads = parsed.GetValue(options.Threads),
                SaveEvery = TimeSpan.FromSeconds(parsed.GetValue(options.SaveEvery)),
                Quick = quick,
                Force = parsed.GetValue(options.Force),
                Overrides = [.. parsed.GetValue(options.Set) ?? []],
                DataFile = parsed.GetValue(options.Data),
                CommandLine = commands.CommandLine(),
            };
            using RunWatch? page = commands.Page(parsed.GetValue(options.Watch), request);
            return commands.Run(parsed, new ReproductionRunner(reproduction), request);
        });
        return command;
    }

    private int Join(ParseResult parsed, TableReproduction reproduction, string[] parts, string? target)
    {
        string path = target ?? throw new ConfigurationException("--join needs --out: the file of the joined results.");
        ReproductionResult joined = new JoinedResults(reproduction).Join(parts, path);
        ReproductionPrinter.Print(context.Output, joined, path, parsed.GetValue(global.Json));
        return ExitCode.Ok;
    }
}
