using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Learners;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;

namespace Xmrl.Experiments.Tests.Methods;

public sealed class MethodTableTests
{
    /// <summary>As stored results and file names have them.</summary>
    [Theory]
    [InlineData("xmrl", "XMRL", "xmrl")]
    [InlineData("continued", "Continued", "continued")]
    [InlineData("doubleWeight", "DoubleWeight", "double-weight")]
    [InlineData("randomCritical", "RandomCritical", "random-critical")]
    [InlineData("nearestCritical", "NearestCritical", "nearest-critical")]
    [InlineData("predefinedAugmentation", "PredefinedAugmentation", "predefined-augmentation")]
    [InlineData("tw", "TW", "tw")]
    [InlineData("ma", "MA", "ma")]
    [InlineData("mr", "MR", "mr")]
    [InlineData("xmrlWeighted", "XMRL-Weighted", "xmrl-weighted")]
    [InlineData("xmrlPoor", "XMRL-Poor", "xmrl-poor")]
    [InlineData("randomAdded", "RandomAdded", "random-added")]
    [InlineData("xmrlPruned", "XMRL-Pruned", "xmrl-pruned")]
    [InlineData("randomPruned", "RandomPruned", "random-pruned")]
    [InlineData("randomWeighted", "RandomWeighted", "random-weighted")]
    public void Standard_Method_HasItsNames(string key, string title, string series)
    {
        Method method = MethodTable.Standard[key];

        (method.Title, method.Series).ShouldBe((title, series));
        method.Description.ShouldEndWith(".");
    }

    [Fact]
    public void Standard_Names_AreDifferent()
    {
        MethodTable.Standard.All.Select(method => method.Title).Append(Maml.Title).ShouldBeUnique();
        MethodTable.Standard.All.Select(method => method.Series).ShouldBeUnique();
        MethodTable.Standard.All.Select(method => method.Description).ShouldBeUnique();
    }

    [Fact]
    public void Create_NameTwice_IsRefused()
        => Should.Throw<ArgumentException>(() => new MethodTable([MethodTable.Reference, MethodTable.Reference])).Message
            .ShouldStartWith("Expected methods of different names; found continued (Continued) twice.");

    [Fact]
    public void Item_UnknownName_NamesTheNearest()
        => Should.Throw<ArgumentException>(() => MethodTable.Standard["xmrlPour"]).Message
            .ShouldStartWith("There is no method xmrlPour. Did you mean xmrlPoor?");

    [Theory]
    [InlineData("retrain:\n  methods: [xmrl, continud]\n", "line 2, column 19: retrain.methods[1] is continud; expected one of xmrl, ")]
    [InlineData("confirm:\n  candidates: [xmrlPor]\n", "(did you mean xmrlPoor?)")]
    [InlineData("retrain:\n  tuning:\n    xmlr: {strength: 2}\n", "unknown key retrain.tuning.xmlr. Did you mean xmrl?")]
    [InlineData("retrain:\n  tuning:\n    xmrl: {strenght: 2}\n", "unknown key retrain.tuning.xmrl.strenght. Did you mean strength?")]
    [InlineData("retrain:\n  tuning:\n    xmrl: {strength: -2}\n", "retrain.tuning.xmrl.strength is -2; expected ")]
    [InlineData("retrain:\n  tuning: 3\n", "retrain.tuning is 3; expected keys with values.")]
    public void Read_WrongName_SaysWhereAndTheNearest(string yaml, string message)
        => Should.Throw<ConfigurationException>(() => ConfigurationReader.Read<ImproveConfiguration>(yaml, "test.yaml")).Message
            .ShouldContain(message);

    [Fact]
    public void Read_TuningOfOneMethod_LeavesTheOthersAndTheirOrder()
    {
        ImproveConfiguration read = ConfigurationReader.Read<ImproveConfiguration>(
            ConfigurationWriter.Write(DroneExperiment.Configuration), "drone", ["retrain.tuning.mr.stepScale=0.5"]);

        read.Retrain.Tuning["mr"].ShouldBe(new MethodTuning { StepScale = 0.5, Strength = 3 });
        read.Retrain.Tuning["xmrl"].ShouldBe(DroneExperiment.Configuration.Retrain.Tuning["xmrl"]);
        string text = ConfigurationWriter.Write(read);
        int[] places = [.. MethodTable.Standard.Keys.Select(key => text.IndexOf($"\n    {key}:\n", StringComparison.Ordinal))];
        places.ShouldAllBe(place => place > 0);
        places.ShouldBeInOrder();
    }

    [Fact]
    public void Json_Name_IsItsKeyAndRefusesOtherThings()
    {
        using var folder = new Fixtures.TemporaryFolder();
        RunJson.Write(folder["name.json"], new Named("xmrlPoor", null));

        File.ReadAllText(folder["name.json"]).ReplaceLineEndings("\n").ShouldBe("{\n  \"method\": \"xmrlPoor\",\n  \"none\": null\n}\n");
        RunJson.Read<Named>(folder["name.json"]).ShouldBe(new Named("xmrlPoor", null));
        File.WriteAllText(folder["name.json"], "{\"method\": 3, \"none\": null}");
        Should.Throw<InvalidDataException>(() => RunJson.Read<Named>(folder["name.json"]));
    }

    private sealed record Named(MethodName Method, MethodName? None);
}
