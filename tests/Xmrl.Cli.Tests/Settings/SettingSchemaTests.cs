using System.Text.Json.Nodes;
using Xmrl.Cli.Settings;
using Xmrl.Experiments.Improvement;
using Xmrl.Fixtures;
using Xmrl.Meta.Learners;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Tests.Settings;

/// <summary>The schema takes what the reader takes, and marks what an editor can mark.</summary>
public sealed class SettingSchemaTests
{
    private static readonly JsonObject s_schema = SettingSchema.Create();

    [Theory]
    [InlineData("experiments/drone.yaml")]
    [InlineData("experiments/stock.yaml")]
    public void Schema_StoredConfiguration_IsValid(string file)
        => Faults(File.ReadAllText(Path.Combine(Repository.Root, file))).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Learners))]
    public void Schema_ConfigurationOfEveryLearner_IsValid(string learner)
    {
        var configuration = new ImproveConfiguration
        {
            Meta = new Training.Settings.MetaSettings { Learner = LearnerTable.Find(learner)! },
        };

        Faults(ConfigurationWriter.Write(configuration)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("meta: {iteration: 3}", "/meta/iteration")]
    [InlineData("meta: {iterations: 0}", "/meta/iterations")]
    [InlineData("meta: {iterations: 2.5}", "/meta/iterations")]
    [InlineData("meta: {learner: mamel}", "/meta/learner")]
    [InlineData("meta: {learner: proMp, outerStep: adam}", "/meta/outerStep")]
    [InlineData("policy: {outputGain: 0}", "/policy/outputGain")]
    [InlineData("policy: {hiddenSizes: [64, none]}", "/policy/hiddenSizes/1")]
    [InlineData("retrain: {methods: [xmrl, best]}", "/retrain/methods/1")]
    [InlineData("retrain: {tuning: {best: {strength: 1}}}", "/retrain/tuning/best")]
    [InlineData("tasks: {fresh: perhaps}", "/tasks/fresh")]
    public void Schema_Fault_IsMarkedWhereItIs(string yaml, string place) => Faults(yaml).ShouldContain(place);

    [Theory]
    [InlineData("environment: {assembly: My.dll, id: My-v1}")]
    [InlineData("environment: {command: [python3, my_env.py], timeoutSeconds: 30}")]
    [InlineData("retrain: {tuning: {xmrl: {strength: 3}}}\npoor: {below: null}\nmarket: {initialCash: 5000}")]
    public void Schema_PartOfAConfiguration_IsValid(string yaml) => Faults(yaml).ShouldBeEmpty();

    public static TheoryData<string> Learners => [.. LearnerTable.All.Select(learner => learner.Card.Key)];

    private static List<string> Faults(string yaml)
    {
        var faults = new List<string>();
        SchemaChecker.Check(YamlNodes.Of(YamlTree.Parse(yaml, "test")), s_schema, "", faults);
        return faults;
    }
}
