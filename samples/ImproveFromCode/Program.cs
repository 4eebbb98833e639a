using Xmrl.Experiments.Definitions;
using Xmrl.Samples.OwnEnvironment;

// Started again with the same folder, the program continues a run that was stopped, and reads one that is done.
var outcome = Experiment.On(Thermostat.Family)
    .With("retrain.methods=[xmrlPoor, continued]", "policy.hiddenSizes=[16]")
    .With(args.AsSpan(1))
    .Quick()
    .Improve(folder: args[0], seed: 1);

foreach (var row in outcome.Rows)
{
    Console.WriteLine($"{row.Method,-10} {row.Measure} {row.Score:f2} [{row.Low:f2}, {row.High:f2}]");
}

Console.WriteLine(outcome.Notes[^1]);
