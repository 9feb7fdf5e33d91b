import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/** Loads an XSD as Java does it by default, and prints of each file named in a list whether it is valid. */
public class Schemas {
    public static void main(String[] arguments) throws IOException, SAXException {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        Schema schema = factory.newSchema(new File(arguments[0]));
        for (String file : Files.readAllLines(Path.of(arguments[1]))) {
            try {
                schema.newValidator().validate(new StreamSource(new File(file)));
                System.out.println("valid");
            } catch (SAXException error) {
                System.out.println("invalid");
            }
        }
    }
}
