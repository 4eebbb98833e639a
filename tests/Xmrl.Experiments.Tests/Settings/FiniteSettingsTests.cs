using System.Reflection;
using System.Text.Json;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Numerics.Validation;
using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Tests.Settings;

public sealed class FiniteSettingsTests
{
    /// <summary>Every setting that is a real number, by its path.</summary>
    public static TheoryData<string> Reals => [.. RealsOf(typeof(ImproveConfiguration), "")];

    [Fact]
    public void Reals_Found_IncludeThoseOfEveryLayer()
        => new[] { "meta.innerStepSize", "meta.outerStepSize", "meta.epochs.clipRange", "scoring.degradedBy", "explain.weightStep" }
            .Except(RealsOf(typeof(ImproveConfiguration), string.Empty)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Reals))]
    public void Read_NotFinite_IsRefusedByName(string path)
    {
        foreach (string value in new[] { ".nan", ".inf", "-.inf" })
        {
            string message = Should.Throw<ConfigurationException>(
                ()
                    => ConfigurationReader.Read<ImproveConfiguration>(
                        ConfigurationWriter.Write(DroneExperiment.Configuration), "drone", [$"{path}={value}"]), $"{path}={value}").Message;

            message.ShouldContain(path);
        }
    }

    private static IEnumerable<string> RealsOf(Type record, string above)
    {
        foreach (PropertyInfo property in record.GetProperties().Where(property => property.SetMethod is not null))
        {
            string path = above + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            bool isBeside = property.IsDefined(typeof(InlinedAttribute)) || type == typeof(LearnerSettings);
            type = type == typeof(LearnerSettings) ? DroneExperiment.Configuration.Meta.Learner.GetType() : type;
            foreach (string found in type == typeof(double) ? [path] : isBeside ? RealsOf(type, above) : Below(type, path))
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<string> Below(Type type, string path)
    {
        if (Activator.CreateInstance(type.IsClass && type.GetConstructor(Type.EmptyTypes) is not null ? type : typeof(object))
            is IValuesByName named)
        {
            return named.Entries.SelectMany(entry => RealsOf(named.ValueType, $"{path}.{entry.Key}."));
        }

        bool isSettings = type.IsClass && (type.Assembly == typeof(ImproveConfiguration).Assembly
            || type.Assembly == typeof(TrainConfiguration).Assembly || type.Namespace == typeof(InnerStepSettings).Namespace);
        return isSettings ? RealsOf(type, path + ".") : [];
    }
}
