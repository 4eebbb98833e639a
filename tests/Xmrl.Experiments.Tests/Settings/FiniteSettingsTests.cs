using System.Reflection;
using System.Text.Json;
using Xmrl.Experiments.Configuration;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;

namespace Xmrl.Experiments.Tests.Settings;

public sealed class FiniteSettingsTests
{
    /// <summary>Every setting that is a real number, by its path.</summary>
    public static TheoryData<string> Reals => [.. RealsOf(typeof(ImproveConfiguration), "")];

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
            foreach (string found in type == typeof(double) ? [path] : type.IsClass
                && type.Namespace == record.Namespace ? RealsOf(type, path + ".") : [])
            {
                yield return found;
            }
        }
    }
}
